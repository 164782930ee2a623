// The log, who looked at one's data, and INRS helping people: by a view (N5) and by a merge (A15).

import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signOut } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "audit" });

test("a gestionnaire reads the log of their organisation", async ({ page }, info) => {
  await signIn(page, "gestionnaire");
  await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Journal" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Journal" })).toBeFocused();
  await expect(page.getByRole("status").first()).toContainText(/résultat/);
  await axe(page);
  await pictures(page, info, "journal");
  await page.getByLabel("Action").selectOption("purge");
  await expect(page).toHaveURL(/action=purge/);
  await expect(page.getByText("Aucune action ne répond à ces filtres.")).toBeVisible();
  await page.getByRole("button", { name: "Effacer les filtres" }).click();
  await expect(page).not.toHaveURL(/action=/);
});

test("INRS sees as somebody, who is told", async ({ page }, info) => {
  await signIn(page, "inrs");
  await page.goto("/personnes");
  await page.getByLabel("Numéro, adresse ou nom").fill("gestionnaire@demo.example");
  await page.getByRole("button", { name: "Chercher" }).click();
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(2);
  await axe(page);
  await pictures(page, info, "personnes");

  await page.getByRole("button", { name: /^Voir comme cette personne/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Commencer" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Motif");
  await dialog.getByLabel("Motif").fill("Ne retrouve pas ses sessions");
  await axe(page);
  await dialog.getByRole("button", { name: "Commencer" }).click();

  const banner = page.getByRole("region", { name: "Vue d’assistance" });
  await expect(banner).toContainText("en lecture seule");
  await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByRole("table")).toBeVisible();
  await expect(banner).toBeVisible();
  await axe(page);
  await pictures(page, info, "vue-assistance");
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByRole("alert")).toContainText("ne montre ni stagiaire ni certificat");
  await page.reload();
  await expect(banner).toBeVisible();
  await banner.getByRole("button", { name: "Quitter cette vue" }).click();
  await expect(banner).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Personnes" })).toBeVisible();
  await signOut(page);

  await signIn(page, "gestionnaire");
  await page.getByTitle("Mon compte").click();
  await page.getByRole("link", { name: "Qui a consulté mes données" }).click();
  await expect(page.getByRole("row", { name: /Vue d’assistance/ })).toContainText("INRS");
  await axe(page);
  await pictures(page, info, "consultations");
});

test("INRS makes one account of two", async ({ page }, info) => {
  await signIn(page, "inrs");
  await page.goto("/personnes?q=delegataire%40demo.example");
  const number = await page.getByRole("cell").filter({ hasText: /^[A-Z]{3}[0-9]{5}$/ }).textContent();
  await page.goto("/personnes?q=demandeur%40demo.example");
  await page.getByRole("button", { name: /^Fusionner/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Numéro Forprev de la personne gardée").fill("ZZZ99999");
  await dialog.getByLabel("Motif").fill("Deux comptes");
  await dialog.getByRole("button", { name: "Fusionner ce compte" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Numéro Forprev de la personne gardée");
  await axe(page);
  await pictures(page, info, "fusion");
  await dialog.getByLabel("Numéro Forprev de la personne gardée").fill(number ?? "");
  await dialog.getByRole("button", { name: "Fusionner ce compte" }).click();
  await expect(page.getByText("Le compte est fusionné.").first()).toBeVisible();
  // The address leads to the person who was kept; the closed account is found by its name.
  await expect(page.getByRole("table")).toContainText(number ?? "");
});
