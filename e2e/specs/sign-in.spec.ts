// Who is not signed in: the home page, the sign-in page, and where they lead.

import { axe } from "../fixtures/accessibility.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signInHere, signOut } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test("the home page says what this is and leads on, with the keyboard alone", async ({ page }, info) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/^Forprev – Habilitations et certificats/);
  await expect(page.getByRole("heading", { level: 1, name: "Forprev" })).toBeVisible();
  await expect(page.getByText("chaque certificat délivré peut être vérifié par tous")).toBeVisible();
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size);
    await axe(page);
  }
  await pictures(page, info, "accueil");
  const ways = page.getByRole("list", { name: "Que voulez-vous faire ?" });
  for (const [way, title] of [
    ["Vérifier un certificat", "Vérifier un certificat"],
    ["Créer un compte demandeur", "Créer un compte demandeur"],
    ["Choisir un mot de passe", "Mot de passe oublié"],
    ["Se connecter", "Connexion"],
  ] as const) {
    await tabTo(page, ways.getByRole("link", { name: way }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeFocused();
    if (way !== "Se connecter") {
      await page.goBack();
      await expect(ways).toBeVisible();
    }
  }
  await signInHere(page, "gestionnaire");
  await expect(page).toHaveURL((url) => url.pathname === "/");
  await expect(page.getByRole("heading", { level: 1, name: "Tableau de bord" })).toBeVisible();
  // Signed in, the address of the sign-in leads there too.
  await page.goto("/connexion");
  await expect(page.getByRole("heading", { level: 1, name: "Tableau de bord" })).toBeVisible();
});

test("whoever asked for a page gets it after the sign-in", async ({ page }) => {
  await page.goto("/sessions?etat=draft");
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  await signInHere(page, "gestionnaire");
  await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  expect(new URL(page.url()).search).toBe("?etat=draft");
});

test("the sign-in page opens, reads well and lists the demo's accounts", async ({ page }, info) => {
  await page.goto("/connexion");
  await expect(page).toHaveTitle(/Connexion/);
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  await expect(page.getByText("gestionnaire@demo.example")).toBeVisible();
  await axe(page);
  await pictures(page, info, "connexion");
});

test("a gestionnaire signs in, sees what waits, and signs out", async ({ page }, info) => {
  await signIn(page, "gestionnaire");
  await expect(page.getByRole("heading", { level: 1, name: "Tableau de bord" })).toBeVisible();
  await expect(page.getByText("Nous sommes le lundi 9 mars 2026")).toBeVisible();
  await axe(page);
  await pictures(page, info, "tableau-de-bord");
  await signOut(page);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Forprev" })).toBeVisible();
});
