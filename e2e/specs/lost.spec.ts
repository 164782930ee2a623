// Answers that never arrive, and what people do then: close, correct, press again, come back another day.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { day, french } from "../fixtures/clock.ts";
import { newSession, reference, save, saved, SST, storedSession, unreachable } from "../fixtures/form.ts";
import { gate, loseAnswer } from "../fixtures/network.ts";
import { drafts, typeTrainees } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";

test.use({ share: "lost" });

interface Stored {
  state: string;
  external_ref?: string;
  trainees: { last_name: string }[];
}

const stored = async (page: Page, id: string): Promise<Stored> => (await page.request.get(`/api/v1/sessions/${id}`)).json();
const names = async (page: Page, id: string) => (await stored(page, id)).trainees.map(({ last_name }) => last_name);
const line = (page: Page, n: number) => page.getByLabel(`Nom, ligne ${n}`, { exact: true });
const conflict = (page: Page) => page.getByText("Quelqu’un a modifié cette session entre-temps");
const file = (lines: string) => ({ name: "un.csv", mimeType: "text/csv", buffer: Buffer.from(`Nom;Prénom;Date de naissance\n${lines}\n`) });
const MARTIN = "Martin;Paul;02/04/1990";

const offer = (tab: Page) => tab.getByRole("button", { name: "Reprendre cette saisie" });

/** Chooses the file in the import's dialog and sends it. */
async function sendFile(page: Page, lines: string) {
  await page.getByRole("button", { name: "Importer un fichier" }).click();
  const dialog = page.getByRole("dialog", { name: "Importer les stagiaires d’un fichier" });
  await dialog.getByLabel("Fichier CSV ou XLSX").setInputFiles(file(lines));
  await dialog.getByRole("button", { name: "Importer", exact: true }).click();
  return dialog;
}

/** The file is stored, and its answer never arrives. */
async function loseFile(page: Page, lines: string) {
  await page.route("**/trainees/import*", loseAnswer);
  const dialog = await sendFile(page, lines);
  await expect(dialog.getByLabel("Fichier CSV ou XLSX")).toHaveAccessibleDescription(new RegExp(unreachable));
  await page.unroute("**/trainees/import*");
  return dialog;
}

test("an import whose answer was lost is no one else's change: what is saved or sent next keeps its trainees", async ({ page, now }) => {
  await signIn(page, "gestionnaire");
  const id = await storedSession(page, now);
  const before = await names(page, id);
  const dialog = await loseFile(page, MARTIN);
  await dialog.getByRole("button", { name: "Annuler" }).click();
  await reference(page).fill("corrigée ensuite");
  await save(page);
  await expect(page.getByText("Les stagiaires du fichier envoyé plus tôt étaient bien enregistrés").first()).toBeVisible();
  await expect(page.getByText("Enregistré", { exact: true })).toBeVisible();
  await expect(conflict(page)).toHaveCount(0);
  await expect(line(page, 6)).toHaveValue("Martin");
  expect(await names(page, id)).toEqual([...before, "Martin"]);
  expect((await stored(page, id)).external_ref).toBe("corrigée ensuite");

  // Lost again, then another file: both are stored, and the second has its report.
  await loseFile(page, "Durand;Ana;03/05/1991");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await sendFile(page, "Petit;Zoé;06/07/1992");
  await expect(dialog.getByText("1 ligne lue, 1 stagiaire ajouté")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(conflict(page)).toHaveCount(0);
  await expect(line(page, 8)).toHaveValue("Petit");
  expect(await names(page, id)).toEqual([...before, "Martin", "Durand", "Petit"]);

  // Lost once more, typed in by hand meanwhile, and the page loaded again: nobody is there twice, nothing is asked.
  await loseFile(page, "Roux;Léo;08/09/1993");
  await page.keyboard.press("Escape");
  await line(page, 9).fill("ROUX");
  await page.getByLabel("Prénom, ligne 9", { exact: true }).fill("Leo");
  await page.getByLabel("Né(e) le, ligne 9", { exact: true }).fill("08/09/1993");
  await reference(page).fill("à la main");
  await page.reload();
  await expect(reference(page)).toHaveValue("à la main");
  await expect(line(page, 9)).toHaveValue("ROUX");
  await expect(conflict(page)).toHaveCount(0);

  // Whom nobody has looked at does not go to the formateur: they are shown first.
  await save(page);
  await saved(page);
  await loseFile(page, "Noël;Eva;10/11/1994");
  await page.keyboard.press("Escape");
  const transmit = page.getByRole("button", { name: "Transmettre au formateur" });
  await transmit.click();
  await expect(line(page, 10)).toHaveValue("Noël");
  expect((await stored(page, id)).state).toBe("draft");
  await transmit.click();
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);
  expect(await names(page, id)).toEqual([...before, "Martin", "Durand", "Petit", "ROUX", "Noël"]);
});

test("a save that ends while a file is chosen leaves the dialog open", async ({ page, now }) => {
  await signIn(page, "gestionnaire");
  const id = await storedSession(page, now);
  const held = gate();
  await page.route(`**/api/v1/sessions/${id}`, async (route) => {
    await held.opened;
    await route.continue();
  });
  await reference(page).fill("lente");
  const asked = page.waitForRequest((request) => request.method() === "PATCH");
  await save(page);
  await asked;
  await page.getByRole("button", { name: "Importer un fichier" }).click();
  const dialog = page.getByRole("dialog", { name: "Importer les stagiaires d’un fichier" });
  await dialog.getByLabel("Fichier CSV ou XLSX").setInputFiles(file(MARTIN));
  held.open();
  await expect(page.getByText("Enregistré", { exact: true })).toBeAttached();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Importer", exact: true }).click();
  await expect(dialog.getByText("1 ligne lue, 1 stagiaire ajouté")).toBeVisible();
});

test("a trainee who is taken out while a file is read does not come back with it", async ({ page, now }) => {
  await signIn(page, "gestionnaire");
  const id = await storedSession(page, now);
  const held = gate();
  await page.route("**/trainees/import*", async (route) => {
    const answer = await route.fetch();
    await held.opened;
    await route.fulfill({ response: answer });
  });
  const asked = page.waitForRequest("**/trainees/import*");
  const dialog = await sendFile(page, MARTIN);
  await asked;
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: /Supprimer.*la ligne 1$/ }).click();
  await expect(line(page, 1)).toHaveValue("Łukaszewicz");
  held.open();
  await dialog.getByRole("button", { name: "Fermer" }).last().click();
  await expect(line(page, 5)).toHaveValue("Martin");
  await save(page);
  await saved(page);
  await expect.poll(() => names(page, id)).toEqual(["Łukaszewicz", "Nguyễn", "D’Hondt-Lefèvre", "Șerban", "Martin"]);
});

test("a first save without an answer, tried again another day, makes no second session", async ({ page, now }) => {
  await signIn(page, "gestionnaire");
  await newSession(page);
  await reference(page).fill("d’hier");
  await page.getByLabel("Dernier jour", { exact: true }).fill(french(day(now, -1)));
  await typeTrainees(page, [{ last: "Kerbrat", first: "Loïc", born: "02/04/1990" }]);
  await page.route("**/api/v1/sessions", loseAnswer);
  await save(page);
  await expect(page.getByText(unreachable).first()).toBeVisible();
  await page.unroute("**/api/v1/sessions");
  // The server remembers a key for a day; the device its draft for fifteen.
  await page.evaluate(() => {
    for (const [key, text] of Object.entries({ ...localStorage })) {
      if (!key.startsWith("forprev.draft.")) continue;
      const kept = JSON.parse(text);
      kept.value.sent.key = "forgotten";
      localStorage.setItem(key, JSON.stringify(kept));
    }
  });
  await page.reload();
  await expect(reference(page)).toHaveValue("d’hier");
  await line(page, 1).fill("Kerbrat-Le Goff");
  await save(page);
  await saved(page);
  const { items } = await (await page.request.get("/api/v1/sessions?external_ref=d%E2%80%99hier")).json();
  expect(items).toHaveLength(1);
  expect(await names(page, items[0].id)).toEqual(["Kerbrat-Le Goff"]);
});

test("a cancelling whose answer was lost is done when it is asked for again", async ({ page, now }) => {
  await signIn(page, "gestionnaire");
  const id = await storedSession(page, now);
  await page.goto(`/sessions/${id}`);
  await page.route(`**/api/v1/sessions/${id}`, (route) => (route.request().method() === "DELETE" ? loseAnswer(route) : route.continue()));
  const cancel = async () => {
    await page.getByRole("button", { name: "Annuler la session" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Annuler et effacer" }).click();
  };
  await cancel();
  await expect(page.getByText(unreachable).first()).toBeVisible();
  await page.unroute(`**/api/v1/sessions/${id}`);
  await cancel();
  await expect(page.getByText("La session est annulée et effacée.").first()).toBeVisible();
  await expect(page).toHaveURL(/\/sessions$/);
});

test("a tab that was made from another one declares a session of its own", async ({ page, context }) => {
  await signIn(page, "gestionnaire");
  await newSession(page);
  await reference(page).fill("original");
  // As a browser duplicates a tab: with a copy of what the tab keeps.
  const [copy] = await Promise.all([page.waitForEvent("popup"), page.evaluate(() => void window.open("/sessions/nouvelle"))]);
  await expect(offer(copy)).toBeVisible();
  await axe(copy);
  await expect(reference(copy)).toHaveValue("");
  await copy.getByRole("radio", { name: SST }).check();
  await reference(copy).fill("copie");
  for (const [tab, text] of [[copy, "copie"], [page, "original"], [copy, "copie"]] as const) {
    await tab.reload();
    await expect(reference(tab)).toHaveValue(text);
  }
  await copy.getByRole("button", { name: "Repartir d’une page vide" }).click();
  await copy.close();

  // Also where the page that was copied had not come to the form yet; and what was typed since it was offered is there.
  await page.goto("/sessions");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  const [late] = await Promise.all([page.waitForEvent("popup"), page.evaluate(() => void window.open("/sessions/nouvelle"))]);
  const again = offer(late);
  await expect(again).toHaveCount(1);
  await page.goto("/sessions/nouvelle");
  await expect(reference(page)).toHaveValue("original");
  await reference(page).fill("original, plus tard");
  await again.click();
  await expect(reference(late)).toHaveValue("original, plus tard");
  await save(late);
  await saved(late);
  await late.close();

  // What was saved meanwhile is not begun a second time.
  await reference(page).fill("original, enregistré");
  const last = await context.newPage();
  await last.goto("/sessions/nouvelle");
  await expect(offer(last)).toHaveCount(1);
  await save(page);
  await saved(page);
  await offer(last).click();
  await expect(offer(last)).toHaveCount(0);
  await expect(reference(last)).toHaveValue("");
  await last.close();
});

test("who begins again begins with an empty page: a date that could not be read goes too", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await newSession(page);
  await reference(page).fill("à jeter");
  await expect.poll(async () => (await drafts(page)).length).toBeGreaterThan(0);
  await page.reload();
  const last = page.getByLabel("Dernier jour", { exact: true });
  await last.fill("32/13/2026");
  await last.blur();
  await expect(last).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: "Repartir d’une page vide" }).click();
  await expect(reference(page)).toHaveValue("");
  await expect(last).toHaveValue("");
  await expect(last).not.toHaveAttribute("aria-invalid", "true");
});
