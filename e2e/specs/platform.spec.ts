// A level that needs a platform: the session takes place there, or elsewhere.

import { axe } from "../fixtures/accessibility.ts";
import { pdfText } from "../fixtures/certificate.ts";
import { day, french } from "../fixtures/clock.ts";
import { addFormateur, download, five, generate, sendResults, transmit, typeTrainees, verifyAll } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "platform" });

test("a session takes place at a platform of the habilitation, and its certificates say so", async ({ page, phone, now }, info) => {
  await signIn(page, "gestionnaire");
  await page.goto("/sessions/nouvelle");
  await page.getByRole("group", { name: "Habilitation" }).getByRole("radio", { name: /espaces confinés/ }).check();
  // Two certificates at this level: one is chosen.
  await page.getByRole("radio", { name: "Intervenant Catec" }).check();
  await page.getByRole("group", { name: "Type de session" }).getByRole("radio", { name: /Formation initiale/ }).check();
  await page.getByLabel("Dernier jour", { exact: true }).fill(french(day(now, -1)));
  const where = page.getByRole("group", { name: "Où se tient la session ?" });
  await where.getByRole("radio", { name: "Un autre lieu" }).check();
  await page.getByLabel("Nom du lieu").fill("Château d’eau");
  // The platform has an address already: nothing of another place is left to fill in.
  await where.getByRole("radio", { name: /^Plateforme technique/ }).check();
  await expect(where).toContainText("12 rue de la Monnaie, 35000 Rennes");
  await expect(page.getByLabel("Nom du lieu")).toHaveCount(0);
  await addFormateur(page, { search: "Marchand", name: "Éloïse Marchand" });
  await typeTrainees(page, five.slice(0, 2));
  await expect(page.getByText("La session est complète.")).toBeVisible();
  await axe(page);
  await pictures(page, info, "plateforme");
  const address = await transmit(page);
  const { place } = await (await page.request.get(`/api/v1${address}`)).json();
  expect(place.platform_id).toBeTruthy();
  expect(place.name).toBe("Plateforme technique");
  await expect(page.getByText(/Plateforme technique, 12 rue de la Monnaie/).first()).toBeVisible();

  await signIn(phone, "formateur");
  await phone.goto(address);
  await verifyAll(phone);
  await sendResults(phone);
  await page.reload();
  await generate(page, 2);
  const text = await pdfText((await download(page, "Télécharger le certificat de Œuvrard Maël")).path);
  for (const printed of ["Intervenant Catec", "Plateforme technique", "Rennes"]) expect.soft(text).toContain(printed);
});
