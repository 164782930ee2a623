// What people type is text, wherever it is shown.

import { day, french } from "../fixtures/clock.ts";
import { addFormateur, download, five, generate, openForm, sendResults, transmit, typeTrainees, verifyAll } from "../fixtures/session.ts";
import { pdfText } from "../fixtures/certificate.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";

test.use({ share: "inert" });

const HTML = `<img src=x onerror="document.title='pris'"><script>document.title='pris'</script>`;

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
  for (const one of [page, phone]) {
    await expect(one.locator("main img[src=x], main a[href*=mal], main b:text('118'), main script")).toHaveCount(0);
    expect(await one.title()).not.toBe("pris");
  }
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
  expect(await page.title()).not.toBe("pris");
});
