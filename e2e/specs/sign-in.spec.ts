import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signOut } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

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
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
});
