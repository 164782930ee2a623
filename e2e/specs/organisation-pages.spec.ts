// What the pages of organisation files do by themselves: what is typed is stored field by field, kept without a network, and
// kept over what was changed elsewhere.

import { axe } from "../fixtures/accessibility.ts";
import { begin, fill, heading, rennes, send, stored } from "../fixtures/file.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "organisation-pages", registered: true });

test("what is typed is stored when it is left, and found again", async ({ page }, info) => {
  await page.setViewportSize(widths.phone);
  await signIn(page, "demandeur");
  await page.goto("/dossiers");
  await pictures(page, info, "files-none");
  await axe(page);
  const file = await begin(page);
  await page.getByLabel("Raison sociale").fill(rennes.name);
  await page.getByLabel("Raison sociale").blur();
  await stored(page);
  // What is wrong is said, and not stored.
  await page.getByLabel("SIRET", { exact: true }).fill("123");
  await page.getByLabel("SIRET", { exact: true }).blur();
  await expect(page.getByText("Ce numéro SIRET n’est pas valide.").first()).toBeVisible();
  await page.getByRole("button", { name: "Suivant" }).click();
  await heading(page, "Identité");
  await expect(page.getByLabel("SIRET", { exact: true })).toBeFocused();
  await pictures(page, info, "identity");
  await axe(page);
  await page.reload();
  await expect(page.getByLabel("Raison sociale")).toHaveValue(rennes.name);
  await expect(page.getByLabel("SIRET", { exact: true })).toHaveValue("123");
  await page.getByLabel("SIRET", { exact: true }).fill("");
  await page.getByRole("button", { name: "Enregistrer et quitter" }).click();
  await heading(page, rennes.name);
  await expect(page).toHaveURL(file);
  await axe(page);
});

test("what the register of companies says is taken over once it is asked for (B19)", async ({ page }) => {
  await page.setViewportSize(widths.phone);
  await signIn(page, "demandeur");
  const file = await begin(page);
  await page.getByLabel("Raison sociale").fill("Autre nom");
  await page.getByLabel("SIRET", { exact: true }).fill("732 829 320 00074");
  await expect(page.getByText("Ce que vous avez saisi sera remplacé : Raison sociale.")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Reprendre ces données" }).click();
  await expect(page.getByLabel("Raison sociale")).toHaveValue("PREVENTION OUEST");
  await stored(page);
  await page.goto(`${file}/adresse`);
  await expect(page.getByLabel("Code postal")).toHaveValue("44000");
  await expect(page.getByText("Votre dossier sera examiné par Carsat Pays de la Loire")).toBeVisible();
});

test("without a network what is typed stays on the device, and goes when there is one", async ({ page, context }) => {
  await signIn(page, "demandeur");
  const file = await begin(page);
  await context.setOffline(true);
  await page.getByLabel("Raison sociale").fill("Sans réseau");
  await page.getByLabel("Raison sociale").blur();
  await expect(page.getByText("Hors connexion : gardé sur cet appareil")).toBeVisible();
  await context.setOffline(false);
  await stored(page);
  await page.goto(file);
  await heading(page, "Sans réseau");
});

test("two people type: both are kept, and what they both changed is asked about", async ({ page, context }) => {
  await signIn(page, "demandeur");
  const file = await begin(page);
  const other = await context.newPage();
  await other.goto(`${file}/identite`);
  await heading(other, "Identité");
  await other.getByLabel("Raison sociale").fill("Écrit ailleurs");
  await other.getByLabel("Raison sociale").blur();
  await stored(other);
  await page.getByLabel("Enseigne ou nom commercial").fill("Écrite ici");
  await page.getByLabel("Enseigne ou nom commercial").blur();
  await expect(page.getByLabel("Raison sociale")).toHaveValue("Écrit ailleurs");
  await expect(page.getByLabel("Enseigne ou nom commercial")).toHaveValue("Écrite ici");
  await stored(page);
  // The same field on both sides.
  await other.getByLabel("Raison sociale").fill("Nom de l’autre");
  await other.getByLabel("Raison sociale").blur();
  await other.getByRole("button", { name: "Enregistrer et quitter" }).click();
  await heading(other, "Nom de l’autre");
  await page.getByLabel("Raison sociale").fill("Nom d’ici");
  await page.getByLabel("Raison sociale").blur();
  await expect(page.getByText("Ces champs ont été modifiés ailleurs entre-temps")).toBeVisible();
  await expect(page.getByLabel("Raison sociale")).toHaveValue("Nom d’ici");
  // In the background a page does not change its colours.
  await page.bringToFront();
  await axe(page);
  await page.getByRole("button", { name: "Prendre l’autre version" }).click();
  await expect(page.getByLabel("Raison sociale")).toHaveValue("Nom de l’autre");
  await other.close();
});

test("a CEDEX code is told, and the commune is found by its name", async ({ page }, info) => {
  await page.setViewportSize(widths.phone);
  await signIn(page, "demandeur");
  const file = await begin(page);
  await page.goto(`${file}/adresse`);
  await page.getByLabel("Code postal").fill("35042");
  await expect(page.getByText("Aucune commune n’a ce code postal")).toBeVisible();
  await pictures(page, info, "cedex");
  await axe(page);
  await page.getByLabel("Nom de la commune").fill("Rennes");
  await page.getByRole("button", { name: "Chercher" }).click();
  await page.getByRole("button", { name: "Choisir Rennes (35) (35000)" }).click();
  await expect(page.getByLabel("Code postal")).toHaveValue("35000");
  await expect(page.getByText("Votre dossier sera examiné par Carsat Bretagne")).toBeVisible();
});

test("a file that is given up can be taken up again; a refused one says why; one handed over leaves", async ({ page, phone, now }, info) => {
  await signIn(page, "demandeur");
  const file = await begin(page);
  await page.getByRole("button", { name: "Abandonner", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Abandonner ce dossier ?" });
  await expect(dialog).toContainText("30 jours");
  await axe(page);
  await dialog.getByRole("button", { name: "Abandonner le dossier" }).click();
  await expect(page.getByText("Ce dossier ne se modifie plus")).toBeVisible();
  await page.goto(file);
  await page.getByRole("button", { name: "Reprendre le dossier" }).click();
  await expect(page.getByText("Le dossier est repris.").first()).toBeVisible();
  await page.goto(`${file}/identite`);
  await fill(page, rennes, now);
  await send(page);

  // INRS reads the files of all caisses; the agent of the caisse hands this one over, and it leaves.
  await signIn(phone, "instructeur");
  await phone.goto(file);
  await phone.getByRole("button", { name: "Transmettre", exact: true }).click();
  const hand = phone.getByRole("dialog", { name: "Transmettre à une autre caisse ?" });
  await hand.getByLabel("À qui").selectOption({ label: "INRS" });
  await hand.getByLabel("Motif").fill("Le siège est hors territoire.");
  await axe(phone);
  await hand.getByRole("button", { name: "Transmettre le dossier" }).click();
  await heading(phone, "Dossiers à instruire");
  await expect(phone.getByRole("link", { name: rennes.name })).toBeHidden();

  await phone.context().clearCookies();
  await signIn(phone, "inrs");
  await phone.goto("/instruction");
  await pictures(phone, info, "desk");
  await axe(phone);
  await phone.getByRole("link", { name: rennes.name }).click();
  await phone.getByRole("button", { name: "Refuser", exact: true }).click();
  const refusal = phone.getByRole("dialog", { name: "Refuser ce dossier ?" });
  await refusal.getByRole("button", { name: "Refuser le dossier" }).click();
  await expect(refusal.getByRole("alert")).not.toBeEmpty();
  await refusal.getByLabel("Motif du refus").fill("L’organisation est radiée.");
  await refusal.getByRole("button", { name: "Refuser le dossier" }).click();
  await expect(phone.getByText("Le dossier est refusé.").first()).toBeVisible();
  await phone.goto("/organisations");
  await heading(phone, "Organisations");
  await pictures(phone, info, "organisations");
  await axe(phone);
  await page.goto(file);
  await expect(page.getByText("L’organisation est radiée.").first()).toBeVisible();
  await axe(page);
});
