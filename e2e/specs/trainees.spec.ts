// The ways in which trainees get into a session: pasted, from a file, typed; and none of them loses a line.

import type { Locator, Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";
import { workbook } from "../fixtures/workbook.ts";

test.use({ share: "trainees" });

const field = (page: Page, name: "Nom" | "Prénom" | "Né(e) le", line: number) =>
  page.getByLabel(`${name}, ligne ${line}`, { exact: true });

/** The line of the grid, whose own heading tells what is wrong with it as a whole. */
const line = (page: Page, number: number) =>
  page.getByRole("table", { name: "Stagiaires de la session" }).getByRole("row").nth(number);

/** A new session for the habilitation that trains acteurs SST. */
async function newSession(page: Page): Promise<void> {
  await signIn(page, "gestionnaire");
  await page.goto("/sessions/nouvelle");
  await page.getByRole("radio", { name: "Sauvetage secourisme du travail, niveau 1" }).check();
}

/** What stands in the grid, line after line. */
async function grid(page: Page): Promise<string[]> {
  const lines = [];
  const trainees = await page.getByLabel(/^Nom, ligne/).count();
  for (let number = 1; number < trainees; number += 1) {
    const cells = [field(page, "Nom", number), field(page, "Prénom", number), field(page, "Né(e) le", number)];
    lines.push((await Promise.all(cells.map((cell) => cell.inputValue()))).join(" | "));
  }
  return lines;
}

const LINES = [
  ["Nom", "Prénom", "Date de naissance"],
  ["Le Goff", "Zoé", "02/04/1990"],
  ["Durand", "Paul", "31/02/1990"],
  ["Øster", "", "01/12/1985"],
  ["LE GOFF", "Zoe", "2/4/1990"],
  ["Petit", "Ana", "12/05/1992"],
];

const GRID = [
  "Le Goff | Zoé | 02/04/1990",
  "Durand | Paul | 31/02/1990",
  "Øster |  | 01/12/1985",
  "LE GOFF | Zoe | 02/04/1990",
  "Petit | Ana | 12/05/1992",
];

/** What is wrong with the pasted lines is told where it stands, and every line is there. */
async function marked(page: Page): Promise<void> {
  expect(await grid(page)).toEqual(GRID);
  await expect(page.getByText(/^5 stagiaires/)).toBeVisible();
  await expect(field(page, "Né(e) le", 2)).toHaveAccessibleDescription(/Date illisible/);
  await expect(field(page, "Prénom", 3)).toHaveAccessibleDescription(/Ce champ est à remplir/);
  await expect(line(page, 4)).toContainText("Ce stagiaire figure déjà à la ligne 1.");
  for (const number of [1, 5]) {
    await expect(field(page, "Né(e) le", number)).not.toHaveAttribute("aria-invalid", "true");
    await expect(line(page, number)).not.toContainText("figure déjà");
  }
}

test("lines of a spreadsheet pasted into a cell come in, all of them, with what is wrong marked", async ({ page, context }, info) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await newSession(page);
  await page.evaluate((text) => navigator.clipboard.writeText(text), LINES.map((cells) => cells.join("\t")).join("\r\n"));
  await field(page, "Nom", 1).focus();
  await page.keyboard.press("Control+V");
  await expect(page.getByText(/^5 lignes ajoutées\. 3 lignes sont à corriger\.$/)).toBeVisible();
  await marked(page);
  await axe(page);
  await pictures(page, info, "stagiaires-colles");
});

test("lines pasted into the box made for it, on a phone for example", async ({ page }, info) => {
  await newSession(page);
  await page.getByRole("button", { name: "Coller des lignes" }).click();
  const dialog = page.getByRole("dialog", { name: "Coller les stagiaires d’un tableur" });
  await dialog.getByRole("button", { name: "Ajouter ces lignes" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Collez au moins une ligne.");
  const box = dialog.getByLabel("Lignes copiées");
  await box.fill("Nom;Prénom\nMartin;Paul");
  await dialog.getByRole("button", { name: "Ajouter ces lignes" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Colonne absente des titres : Né(e) le. Rien n’a été ajouté.");
  await axe(page);
  await pictures(page, info, "boite-de-collage");
  await box.fill(LINES.map((cells) => cells.join(";")).join("\n"));
  await dialog.getByRole("button", { name: "Ajouter ces lignes" }).click();
  await expect(dialog).toBeHidden();
  await marked(page);
});

type File = { name: string; mimeType: string; buffer: Buffer };

const csv: File = {
  name: "stagiaires.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(LINES.map((cells) => cells.join(";")).join("\r\n")),
};

const xlsx: File = {
  name: "stagiaires.xlsx",
  mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  buffer: workbook(LINES),
};

const importing = (page: Page) => page.getByRole("dialog", { name: "Importer les stagiaires d’un fichier" });

/** Sends a file, and gives what the report tells of each refused line. */
async function send(page: Page, file: File, mode: "Ne rien importer" | "Importer les autres lignes") {
  await page.getByRole("button", { name: "Importer un fichier" }).click();
  const dialog = importing(page);
  await dialog.getByLabel("Fichier CSV ou XLSX").setInputFiles(file);
  await expect(dialog.getByText(`Fichier choisi : ${file.name}`)).toBeVisible();
  await dialog.getByRole("radio", { name: mode }).check();
  await dialog.getByRole("button", { name: "Importer", exact: true }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "Résultat de l’import" })).toBeVisible();
  return dialog;
}

const refused = (dialog: Locator, number: number) =>
  dialog.getByRole("row").filter({ has: dialog.page().getByRole("rowheader", { name: String(number), exact: true }) });

/** The three lines that are wrong, by their number in the file and by their column. */
async function reported(dialog: Locator): Promise<void> {
  await expect(refused(dialog, 3)).toContainText(/Né\(e\) le.*Date illisible/s);
  await expect(refused(dialog, 4)).toContainText(/Prénom.*Ce champ est à remplir/s);
  await expect(refused(dialog, 5)).toContainText("Ce stagiaire figure déjà à la ligne 2");
}

test("a CSV file with errors: nothing comes in, or the good lines, with a report line by line", async ({ page }, info) => {
  await newSession(page);
  let dialog = await send(page, csv, "Ne rien importer");
  await expect(dialog).toContainText("5 lignes lues, 0 stagiaire ajouté, 5 lignes refusées");
  await reported(dialog);
  // The good lines are in the report too: none disappears without a word.
  for (const number of [2, 6]) await expect(refused(dialog, number)).toContainText("Ligne correcte, non enregistrée");
  await axe(page);
  await pictures(page, info, "rapport-d-import");
  await dialog.getByRole("button", { name: "Fermer" }).last().click();
  expect(await grid(page)).toEqual([]);

  dialog = await send(page, csv, "Importer les autres lignes");
  await expect(dialog).toContainText("5 lignes lues, 2 stagiaires ajoutés, 3 lignes refusées");
  await reported(dialog);
  await dialog.getByRole("button", { name: "Fermer" }).last().click();
  expect(await grid(page)).toEqual([GRID[0], GRID[4]]);
  // Stored: a reload finds them.
  await page.reload();
  await expect(field(page, "Nom", 2)).toHaveValue("Petit");
  expect(await grid(page)).toEqual([GRID[0], GRID[4]]);
});

test("an XLSX file is read as a CSV one, and a file that is neither is refused beside its field", async ({ page }) => {
  await newSession(page);
  const dialog = await send(page, xlsx, "Importer les autres lignes");
  await expect(dialog).toContainText("5 lignes lues, 2 stagiaires ajoutés, 3 lignes refusées");
  await reported(dialog);
  await dialog.getByRole("button", { name: "Fermer" }).last().click();
  expect(await grid(page)).toEqual([GRID[0], GRID[4]]);

  await page.getByRole("button", { name: "Importer un fichier" }).click();
  await importing(page)
    .getByLabel("Fichier CSV ou XLSX")
    .setInputFiles({ ...xlsx, buffer: Buffer.from("PK\x03\x04 rien de lisible") });
  await importing(page).getByRole("button", { name: "Importer", exact: true }).click();
  await expect(importing(page).getByLabel("Fichier CSV ou XLSX")).toHaveAccessibleDescription(/ne peut pas être lu/);
});

test("three trainees are typed, corrected and saved with the keyboard alone", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await page.goto("/sessions/nouvelle");
  await tabTo(page, page.getByRole("radio", { name: "Sauvetage secourisme du travail, niveau 1" }));
  await page.keyboard.press("Space");
  await tabTo(page, field(page, "Nom", 1));
  const people = [
    ["Le Bœuf", "Anne", "02041990", "02/04/1990"],
    ["Nguyễn", "Văn", "1/12/1985", "01/12/1985"],
    ["Ștefănescu", "Ion", "31.08.1979", "31/08/1979"],
  ] as const;
  for (const [index, [last, first, typed]] of people.entries()) {
    await expect(field(page, "Nom", index + 1)).toBeFocused();
    await page.keyboard.type(last);
    await page.keyboard.press("Tab");
    await page.keyboard.type(first);
    await page.keyboard.press("Tab");
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
  }
  await expect(field(page, "Nom", 4)).toBeFocused();
  await expect(page.getByText(/^3 stagiaires/)).toBeVisible();
  expect(await grid(page)).toEqual(people.map(([last, first, , day]) => `${last} | ${first} | ${day}`));
  // Back up to a line, and what stands there is typed over.
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(field(page, "Nom", 2)).toBeFocused();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Trần");
  await tabTo(page, page.getByRole("button", { name: "Enregistrer le brouillon" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("La session est enregistrée.")).toBeVisible();
  await page.reload();
  await expect(field(page, "Nom", 2)).toHaveValue("Trần");
});

test("what is typed survives a lost connection and a reload, and is stored once", async ({ page, context }, info) => {
  await newSession(page);
  await context.setOffline(true);
  await expect(page.getByText("Vous n’êtes plus connecté au réseau.")).toBeVisible();
  await field(page, "Nom", 1).fill("Kerbrat");
  await field(page, "Prénom", 1).fill("Loïc");
  await field(page, "Né(e) le", 1).fill("02/04/1990");
  await page.getByLabel("Référence externe").fill("hors-reseau-1");
  await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await expect(page.getByText("Le serveur ne répond pas.").first()).toBeVisible();
  await expect(page.getByText("Modifications gardées sur cet appareil, pas encore enregistrées")).toBeVisible();
  await axe(page);
  await pictures(page, info, "session-hors-reseau");

  await context.setOffline(false);
  await expect(page.getByText("Vous n’êtes plus connecté au réseau.")).toBeHidden();
  await page.reload();
  await expect(page.getByText(/Votre saisie du 9 mars 2026 a été retrouvée/)).toBeVisible();
  await expect(page.getByRole("radio", { name: "Sauvetage secourisme du travail, niveau 1" })).toBeChecked();
  expect(await grid(page)).toEqual(["Kerbrat | Loïc | 02/04/1990"]);
  await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await expect(page.getByText("La session est enregistrée.")).toBeVisible();

  const stored = await page.request.get("/api/v1/sessions?external_ref=hors-reseau-1");
  expect((await stored.json()).items).toHaveLength(1);
  await page.goto("/sessions/nouvelle");
  await expect(page.getByRole("heading", { level: 1, name: "Nouvelle session" })).toBeVisible();
  await expect(page.getByLabel("Référence externe")).toHaveValue("");
});
