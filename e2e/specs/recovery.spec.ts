// A15: an access is recovered by two agents, and refused by whoever reads the old mailbox. A9: an identity is corrected.

import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signOut, users } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "recovery" });

test("two agents recover an access, and the old mailbox refuses", async ({ page }, info) => {
  await signIn(page, "inrs");
  await page.goto(`/personnes?q=${encodeURIComponent(users.gestionnaire)}`);
  await page.getByRole("link", { name: /^Rétablir l’accès/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Maëlle Le Goff" })).toBeVisible();
  const recovery = page.getByRole("region", { name: "Rétablir l’accès au compte" });
  await recovery.getByRole("button", { name: "Demander le rétablissement" }).click();
  await expect(recovery.getByRole("alert")).toBeVisible();
  await axe(page);
  await pictures(page, info, "aider");
  const identity = page.getByRole("region", { name: "Corriger l’identité" });
  await identity.getByLabel("Prénom").fill("Maëlle-Anne");
  await identity.getByLabel("Motif et justificatif vu").fill("Acte de naissance");
  await identity.getByRole("button", { name: "Corriger" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Maëlle-Anne Le Goff" })).toBeVisible();
  await recovery.getByLabel("Nouvelle adresse électronique").fill("maelle@ailleurs.example");
  await recovery.getByLabel("Comment la personne a prouvé son identité").fill("Carte vue au guichet");
  await recovery.getByRole("button", { name: "Demander le rétablissement" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Rétablissements d’accès" })).toBeVisible();
  await page.getByRole("button", { name: /^Ouvrir/ }).click();
  await expect(page.getByRole("dialog")).toContainText("Un autre agent doit confirmer.");
  await page.keyboard.press("Escape");
  await signOut(page);

  await signIn(page, "instructeur");
  await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Rétablissements d’accès" }).click();
  await page.getByRole("button", { name: /^Ouvrir/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("maelle@ailleurs.example");
  await axe(page);
  await pictures(page, info, "confirmer-retablissement");
  await dialog.getByRole("button", { name: "Confirmer le rétablissement" }).click();
  await expect(page.getByRole("cell", { name: /^Prend effet le/ })).toBeVisible();
  await signOut(page);

  await signIn(page, "gestionnaire");
  await page.goto("/mon-compte");
  await expect(page.getByText("Une autre adresse doit remplacer la vôtre")).toBeVisible();
  await axe(page);
  await signOut(page);

  await page.goto("/messagerie");
  const mail = page.getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 2, name: "Votre adresse e-mail va être remplacée" }) }).first();
  await expect(async () => {
    await page.getByRole("button", { name: "Actualiser" }).click();
    await expect(mail).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const { pathname, hash } = new URL((await mail.getByRole("link").first().getAttribute("href")) ?? "");
  await page.goto(`${pathname}${hash}`);
  await axe(page);
  await pictures(page, info, "refus");
  await page.getByRole("button", { name: "Refuser ce remplacement" }).click();
  await expect(page.getByText("Le remplacement est refusé")).toBeVisible();
  await signIn(page, "gestionnaire");
  await page.goto("/mon-compte");
  await expect(page.getByRole("heading", { level: 1, name: "Mon compte" })).toBeVisible();
  await expect(page.getByText("Une autre adresse doit remplacer la vôtre")).toHaveCount(0);
});
