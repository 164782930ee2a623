// What people type is text, wherever it is shown.

import type { Page } from "@playwright/test";
import { day, french } from "../fixtures/clock.ts";
import { addFormateur, download, five, generate, openForm, sendResults, transmit, typeTrainees, verifyAll } from "../fixtures/session.ts";
import { pdfText } from "../fixtures/certificate.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";

test.use({ share: "inert" });

const HTML = `<img src=x onerror="document.title='pris'"><script>document.title='pris'</script>`;

/** Nothing of what was typed has become a part of the page. */
async function untouched(page: Page): Promise<void> {
  await expect(page.locator("main, dialog").locator("img[src=x], a[href*=mal], b:text('118'), b:text('1990'), script")).toHaveCount(0);
  expect(await page.title()).toMatch(/Forprev/);
}

test("HTML in each text of a session stands there as it was typed", async ({ page, phone, now }) => {
  await signIn(page, "gestionnaire");
  await openForm(page);
  // A name has no such characters: it is refused where it stands, and shown as it is.
  await page.getByLabel("Nom, ligne 1", { exact: true }).fill(HTML);
  await page.getByLabel("Prénom, ligne 1", { exact: true }).fill("Anne");
  await expect(page.getByLabel("Nom, ligne 1", { exact: true })).toHaveAccessibleDescription(/caractère|lettres/i);
  await page.getByLabel("Dernier jour", { exact: true }).fill(french(day(now, -1)));
  await page.getByLabel("Référence externe").fill("<b>118</b>");
  await page.getByLabel("Nom du lieu").fill(HTML.slice(0, 60));
  await page.getByLabel("Adresse", { exact: true }).fill("<a href=//mal.example>4 quai</a>");
  await page.getByLabel("Code postal").fill("35000");
  await expect(page.getByLabel("Commune")).not.toHaveValue("");
  await addFormateur(page, { search: "Marchand", name: "Éloïse Marchand" });
  await typeTrainees(page, five);
  const address = await transmit(page);

  await signIn(phone, "formateur");
  await phone.goto(address);
  await phone.getByRole("button", { name: "Renvoyer pour correction" }).click();
  const dialog = phone.getByRole("dialog", { name: "Renvoyer la session pour correction" });
  await dialog.getByLabel("Que faut-il corriger ?").fill(HTML);
  await dialog.getByRole("button", { name: "Renvoyer la session" }).click();
  await expect(phone.getByText("La session est renvoyée à la personne qui l’a déclarée.").first()).toBeVisible();

  await page.goto(address);
  await expect(page.getByText(HTML, { exact: true })).toBeVisible();
  for (const typed of ["<b>118</b>", "<a href=//mal.example>4 quai</a>"]) {
    await expect(page.getByText(typed).first()).toBeVisible();
  }
  for (const one of [page, phone]) await untouched(one);
  await page.getByRole("link", { name: "Corriger la session" }).click();
  await expect(page.getByText(HTML, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Transmettre au formateur" }).click();
  await expect(page).toHaveURL(address);
  await phone.goto(address);
  await verifyAll(phone);
  await sendResults(phone);
  await page.reload();
  await generate(page, five.length);
  const one = await download(page, "Un seul PDF");
  expect(await pdfText(one.path)).toContain("<img src=x onerror");
  await page.goto("/sessions");
  await expect(page.getByRole("cell", { name: "Certifiée" }).first()).toBeVisible();
  await untouched(page);

  // Whoever checks that certificate, and whoever gives the page something else than a certificate.
  await page.goto("/verifier");
  await page.getByLabel("PDF du certificat, ou photo du QR code").setInputFiles(one.path);
  await expect(page.getByRole("article").getByRole("status").first()).toContainText("Certificat authentique et valable");
  await page.goto(`/verifier#${HTML}`);
  await expect(page.getByText("Pas un certificat Forprev")).toBeVisible();
  await untouched(page);
  await page.goto("/verifier");
  await page.getByLabel("Code, lien ou numéro du certificat").fill(HTML);
  await page.getByRole("button", { name: "Vérifier", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Ceci n’est ni un code, ni un lien" })).toBeVisible();
  await untouched(page);
});

test("HTML in a file of trainees, and in its name, stands in the report as it was typed", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await page.goto("/sessions/nouvelle");
  await page.getByRole("radio", { name: "Sauvetage secourisme du travail, niveau 1" }).check();
  await page.getByRole("button", { name: "Importer un fichier" }).click();
  const dialog = page.getByRole("dialog", { name: "Importer les stagiaires d’un fichier" });
  const name = "<img src=x onerror=document.title=1>.csv";
  const text = `Nom;Prénom;Né(e) le\n"${HTML.replaceAll('"', '""')}";Anne;<b>1990</b>\n`;
  await dialog.getByLabel("Fichier CSV ou XLSX").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await expect(dialog.getByText(`Fichier choisi : ${name}`)).toBeVisible();
  await dialog.getByRole("radio", { name: "Importer les autres lignes" }).check();
  await dialog.getByRole("button", { name: "Importer", exact: true }).click();
  await expect(dialog).toContainText("1 ligne refusée");
  await untouched(page);
});
