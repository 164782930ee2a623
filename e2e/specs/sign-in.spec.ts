import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test("the sign-in page opens, reads well and lists the demo's accounts", async ({ page }, info) => {
  await page.goto("/connexion");
  await expect(page).toHaveTitle(/Connexion/);
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  await expect(page.getByText("gestionnaire@demo.example")).toBeVisible();
  await axe(page);
  await pictures(page, info, "connexion");
});

test("a gestionnaire signs in and out", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
});
