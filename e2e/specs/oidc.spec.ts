// A13: an identity at a provider is linked, signs in, and is removed; and what can come back from there instead.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signOut } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "oidc", federated: true });

const heading = (page: Page, name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

/** At the provider's page, says who one is. */
async function be(page: Page, who: string): Promise<void> {
  await heading(page, "Qui êtes-vous ?");
  await page.getByRole("link", { name: who, exact: true }).click();
}

async function toTheProvider(page: Page): Promise<void> {
  await page.goto("/connexion");
  await page.getByRole("button", { name: "Se connecter avec Essai" }).click();
}

test("an identity is linked, signs in without a password, and is removed", async ({ page }, info) => {
  await signIn(page, "gestionnaire");
  await page.goto("/mon-compte");
  const card = page.getByRole("region", { name: "Identités liées" });
  await card.getByRole("link", { name: "Voir et modifier" }).click();
  await heading(page, "Identités liées");
  await expect(page.getByText("Aucune identité n’est liée à votre compte.")).toBeVisible();
  await axe(page);
  await pictures(page, info, "identites");
  await page.getByRole("button", { name: "Lier mon identité Essai" }).click();
  await be(page, "Anne");
  await heading(page, "Identités liées");
  await expect(page.getByText("Votre identité est liée à votre compte.")).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "Essai" })).toBeVisible();
  await axe(page);
  await signOut(page);

  await page.goto("/connexion?retour=%2Fsessions");
  await page.getByRole("button", { name: "Se connecter avec Essai" }).click();
  await be(page, "Anne");
  // To the page that was asked for, and nothing of the provider's stays in the address or in the history.
  await heading(page, "Sessions");
  expect(new URL(page.url()).search).toBe("");
  expect(await page.evaluate(() => sessionStorage.getItem("forprev.oidc"))).toBeNull();

  // Signed in at the provider is not yet who one is, for this.
  await page.goto("/mon-compte/identites");
  await expect(page.getByRole("heading", { level: 2, name: "Confirmez votre identité" })).toBeVisible();
  await axe(page);
  await page.getByLabel("Mot de passe", { exact: true }).fill("demo-forprev-2026");
  await page.getByRole("button", { name: "Confirmer" }).click();
  await page.getByRole("button", { name: "Délier l’identité Essai" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Délier" }).click();
  await expect(page.getByText("Aucune identité n’est liée à votre compte.")).toBeVisible();
  await signOut(page);
});

test("who is not known here, or does not want to, is led back to the password", async ({ page }, info) => {
  await toTheProvider(page);
  await be(page, "Inconnue");
  await expect(page.getByText("Aucun compte Forprev n’est lié à cette identité")).toBeVisible();
  await heading(page, "Connexion");
  expect(new URL(page.url()).search).toBe("");
  await axe(page);
  await pictures(page, info, "connexion-retour");
  await page.getByRole("link", { name: "Revenir à la connexion" }).click();
  await expect(page.getByRole("button", { name: "Se connecter", exact: true })).toBeVisible();

  await toTheProvider(page);
  await be(page, "Refuser");
  await expect(page.getByText("La connexion a été interrompue chez le fournisseur d’identité.")).toBeVisible();
});

test("what did not begin in this tab goes no further", async ({ page }) => {
  await page.goto("/connexion/retour?code=a&state=b");
  await expect(page.getByText("Rien n’a commencé dans cet onglet")).toBeVisible();
  expect(new URL(page.url()).search).toBe("");
});
