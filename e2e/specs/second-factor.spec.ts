// A12, A14: a passkey and an application are set up, asked for at the sign-in, and removed.

import { axe } from "../fixtures/accessibility.ts";
import { passkeyDevice, serverNow, totp } from "../fixtures/second-factor.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signOut, users } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";
import type { Page } from "@playwright/test";

// Whoever signs in after these tests would be asked for what they set up.
test.use({ share: "second-factor" });

const PASSWORD = "demo-forprev-2026";

async function openPage(page: Page): Promise<void> {
  await page.getByTitle("Mon compte").click();
  await page.getByRole("link", { name: "Double authentification", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Double authentification" })).toBeVisible();
}

async function password(page: Page, who: keyof typeof users): Promise<void> {
  await page.goto("/connexion");
  await page.getByLabel("Adresse électronique ou numéro Forprev").fill(users[who]);
  await page.getByLabel("Mot de passe", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
}

const home = (page: Page) => expect(page.getByRole("heading", { level: 1, name: "Tableau de bord" })).toBeVisible();

test("a passkey is set up, is the second step, signs in alone, and is removed", async ({ page }, info) => {
  await passkeyDevice(page);
  await signIn(page, "gestionnaire");
  await openPage(page);
  await expect(page.getByText("Aucune double authentification n’est en place.")).toBeVisible();
  await axe(page);
  await pictures(page, info, "double-authentification");

  await page.getByLabel("Nom de la clé").fill("Ordinateur du bureau");
  await page.getByRole("button", { name: "Créer la clé d’accès" }).click();
  await expect(page.getByText("Gardez ces codes de secours")).toBeVisible();
  const codes = await page.locator(".notice code").allTextContents();
  expect(codes).toHaveLength(10);
  await expect(page.getByRole("cell", { name: "Ordinateur du bureau", exact: true })).toBeVisible();
  await axe(page);
  await pictures(page, info, "codes-de-secours");
  await page.getByRole("button", { name: "Je les ai gardés" }).click();
  await expect(page.locator(".notice code")).toHaveCount(0);
  await signOut(page);

  await password(page, "gestionnaire");
  await expect(page.getByRole("heading", { level: 2, name: "Deuxième étape" })).toBeFocused();
  await axe(page);
  await pictures(page, info, "deuxieme-etape");
  await page.getByRole("button", { name: "Utiliser ma clé d’accès" }).click();
  await home(page);
  await signOut(page);

  await page.getByRole("button", { name: "Se connecter avec une clé d’accès" }).click();
  await page.getByRole("button", { name: "Utiliser ma clé d’accès" }).click();
  await home(page);
  await signOut(page);

  await password(page, "gestionnaire");
  await page.getByText("Je n’ai plus mon téléphone ni ma clé").click();
  await page.getByLabel("Code de secours").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Continuer" }).click();
  await home(page);
  await openPage(page);
  await expect(page.getByText("9 codes de secours vous restent.")).toBeVisible();
  await page.getByRole("button", { name: "Supprimer « Ordinateur du bureau »" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await expect(page.getByText("Aucune double authentification n’est en place.")).toBeVisible();
});

test("an application is set up by its first code, and by the keyboard alone asked for at the sign-in", async ({ page }, info) => {
  await signIn(page, "delegataire");
  await openPage(page);
  await page.getByRole("button", { name: "Commencer" }).click();
  await expect(page.getByRole("img", { name: /Code QR/ })).toBeVisible();
  await axe(page);
  await pictures(page, info, "application");
  const secret = await page.locator("dd code").textContent();
  const form = page.getByRole("region", { name: "Ajouter une application" });
  await form.getByLabel("Code de votre application").fill("12");
  await form.getByRole("button", { name: "Mettre en place" }).click();
  await expect(form.getByRole("alert").or(form.getByText("n’est pas reconnu")).first()).toBeVisible();
  await form.getByLabel("Code de votre application").fill(totp(secret ?? "", await serverNow(page)));
  await form.getByRole("button", { name: "Mettre en place" }).click();
  await expect(page.getByText("Gardez ces codes de secours")).toBeVisible();
  await signOut(page);

  await password(page, "delegataire");
  await expect(page.getByRole("heading", { level: 2, name: "Deuxième étape" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Code de votre application")).toBeFocused();
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByText("n’est pas reconnu").first()).toBeVisible();
});
