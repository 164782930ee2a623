// What changes a session after it was declared: two people at once, a cancellation, results that are taken back.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { day, french } from "../fixtures/clock.ts";
import { fillForm, five, openForm } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "correction" });

/** The first of the sessions that the signed-in person sees in this state, as its page's address. */
async function sessionThatIs(page: Page, state: string): Promise<string> {
  const { items } = await (await page.request.get(`/api/v1/sessions?state=${state}&dispositif=SST`)).json();
  expect(items.length, `the demonstration has a session that is ${state}`).toBeGreaterThan(0);
  return `/sessions/${items[0].id}`;
}

const save = (page: Page) => page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
const saved = (page: Page) => expect(page.getByText("La session est enregistrée.").first()).toBeVisible();

test("of two who correct one session the second is told, and loses nothing of what they typed", async ({ page, phone, now }, info) => {
  await signIn(page, "delegataire");
  await openForm(page);
  await fillForm(page, { end: french(day(now, -1)), formateur: { search: "Marchand", name: "Éloïse Marchand" }, trainees: five });
  await save(page);
  await saved(page);
  const id = new URL(page.url()).searchParams.get("session") ?? "";
  const address = `/sessions/${id}/modifier`;

  await signIn(phone, "gestionnaire");
  await phone.goto(address);
  await phone.getByLabel("Référence externe").fill("2026-A");
  await save(phone);
  await saved(phone);

  await page.getByLabel("Nom du lieu").fill("Salle des fêtes");
  await save(page);
  await expect(page.getByText("Quelqu’un a modifié cette session entre-temps")).toBeVisible();
  await expect(page.getByText("Référence externe : 2026-A")).toBeVisible();
  await expect(page.getByLabel("Nom du lieu")).toHaveValue("Salle des fêtes");
  await axe(page);
  await pictures(page, info, "conflit");
  await page.getByRole("button", { name: "Garder ma saisie" }).click();
  await save(page);
  await expect(page.getByText("Quelqu’un a modifié cette session entre-temps")).toHaveCount(0);
  await expect
    .poll(async () => (await (await page.request.get(`/api/v1/sessions/${id}`)).json()).place?.name)
    .toBe("Salle des fêtes");

  // The other one takes what is stored now, in place of a correction of their own.
  await phone.getByLabel("Nom du lieu").fill("Mairie");
  await save(phone);
  await phone.getByRole("button", { name: "Reprendre ce qui est enregistré" }).click();
  await expect(phone.getByLabel("Nom du lieu")).toHaveValue("Salle des fêtes");
  await axe(phone);
});

test("a session is cancelled after a question, and is gone", async ({ page }, info) => {
  await signIn(page, "gestionnaire");
  const address = await sessionThatIs(page, "submitted");
  await page.goto(address);
  await page.getByRole("button", { name: "Annuler la session" }).click();
  const dialog = page.getByRole("dialog", { name: "Annuler cette session ?" });
  await expect(dialog).toContainText("La session et ses stagiaires sont effacés définitivement.");
  await axe(page);
  await pictures(page, info, "annuler");
  await dialog.getByRole("button", { name: "Garder la session" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Annuler la session" }).click();
  await dialog.getByRole("button", { name: "Annuler et effacer" }).click();
  await expect(page.getByText("La session est annulée et effacée.").first()).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1, name: "Page introuvable" })).toBeVisible();
});

test("results are given back with a comment by who declared, and taken back without one by who gave them", async ({ page, phone }, info) => {
  await signIn(phone, "formateur");
  const address = await sessionThatIs(phone, "verified");
  await signIn(page, "gestionnaire");
  await page.goto(address);
  await page.getByRole("button", { name: "Renvoyer au formateur" }).click();
  const dialog = page.getByRole("dialog", { name: "Renvoyer la session au formateur ?" });
  await dialog.getByRole("button", { name: "Renvoyer au formateur" }).click();
  await expect(dialog.getByText("Ce champ est à remplir").first()).toBeVisible();
  await axe(page);
  await pictures(page, info, "renvoyer-au-formateur");
  await dialog.getByLabel("Commentaire").fill("Un résultat est inversé.");
  await dialog.getByRole("button", { name: "Renvoyer au formateur" }).click();
  await expect(page.getByText("La session est renvoyée au formateur.").first()).toBeVisible();

  await phone.goto(address);
  await expect(phone.getByText("Un résultat est inversé.")).toBeVisible();
  await phone.getByRole("button", { name: "Tous reçus" }).click();
  await phone.getByRole("button", { name: "Oui, tous reçus" }).click();
  await phone.getByText("Je confirme les dates", { exact: true }).click();
  await phone.getByText("Je confirme les identités", { exact: true }).click();
  await phone.getByRole("button", { name: "Envoyer les résultats" }).click();
  await expect(phone.getByText("Résultats envoyés")).toBeVisible();

  await phone.getByRole("button", { name: "Reprendre la session" }).click();
  const back = phone.getByRole("dialog", { name: "Reprendre la session ?" });
  await axe(phone);
  await back.getByRole("button", { name: "Reprendre la session" }).click();
  await expect(phone.getByText("La session est de nouveau à vérifier.").first()).toBeVisible();
  await expect(phone.getByRole("heading", { name: "Vérifier cette session" })).toBeVisible();
  await expect(phone.getByRole("radio", { checked: true })).toHaveCount(0);
});
