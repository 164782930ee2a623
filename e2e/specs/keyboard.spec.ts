// With the keyboard alone: the first day of each role, and a declaration from the sign-in to the formateur.

import type { Page } from "@playwright/test";
import { day, french } from "../fixtures/clock.ts";
import { choose, leave, menu, openFromMenu, tabTo, typeSignIn } from "../fixtures/keyboard.ts";
import { five } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { PASSWORD, users, type Who } from "../fixtures/users.ts";

test.use({ share: "keyboard" });

/** Signs in, and is at the title of the first page. */
async function enter(page: Page, who: Who): Promise<void> {
  await page.goto("/connexion");
  await typeSignIn(page, users[who], PASSWORD);
  // Each page begins at its title.
  await expect(page.getByRole("heading", { level: 1, name: "Tableau de bord" })).toBeFocused();
}

for (const who of Object.keys(users) as Who[]) {
  test(`${who} goes through all the menu and signs out, with the keyboard alone`, async ({ page }) => {
    await enter(page, who);
    const addresses = await menu(page);
    expect(addresses.length).toBeGreaterThan(1);
    // The first is where one is already.
    for (const address of [...addresses.slice(1), "/"]) await openFromMenu(page, address);
    await leave(page);
  });
}

test("a session is declared with the keyboard alone, from the sign-in to its sending", async ({ page, now }) => {
  await enter(page, "gestionnaire");
  await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "Sessions", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeFocused();
  await tabTo(page, page.getByRole("main").getByRole("link", { name: "Nouvelle session" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Nouvelle session" })).toBeFocused();

  await choose(page, /^Sauvetage secourisme du travail, niveau 1$/);
  await choose(page, /Formation initiale/);
  await tabTo(page, page.getByLabel("Dernier jour", { exact: true }));
  await page.keyboard.type(french(day(now, -1)));
  for (const [label, text] of [
    ["Nom du lieu", "Entrepôt du Port"],
    ["Adresse", "4 quai de la Prévalaye"],
    ["Code postal", "69003"],
  ] as const) {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  }
  // Several communes: one is chosen by its first letters.
  const commune = page.getByLabel("Commune");
  await expect(commune.getByRole("option", { name: /Lyon 3e/ })).toBeAttached();
  await tabTo(page, commune);
  await page.keyboard.type("Lyon 3");
  await expect(commune.locator("option:checked")).toHaveText(/^Lyon 3e/);

  await tabTo(page, page.getByLabel("Ajouter un formateur"));
  await page.keyboard.type("Marchand");
  const add = page.getByRole("list", { name: "Formateurs trouvés" }).getByRole("button", { name: "Ajouter Éloïse Marchand" });
  await tabTo(page, add);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Retirer Éloïse Marchand" })).toBeVisible();
  // Whoever added one is not thrown back to the top of the page.
  await expect(page.locator("body")).not.toBeFocused();

  await tabTo(page, page.getByLabel("Nom, ligne 1", { exact: true }));
  for (const [place, { last, first, born }] of five.entries()) {
    await expect(page.getByLabel(`Nom, ligne ${place + 1}`, { exact: true })).toBeFocused();
    for (const text of [last, first]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type(born);
    await page.keyboard.press("Enter");
  }
  await expect(page.getByText("La session est complète.")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Transmettre au formateur" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("La session est transmise au formateur.").first()).toBeVisible();
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();

  // A dialog takes the focus, keeps it, and gives it back to what opened it.
  const cancel = page.getByRole("button", { name: "Annuler la session" });
  await tabTo(page, cancel);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Annuler cette session ?" });
  await expect(dialog).toBeVisible();
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement !== document.body && !activeElement?.closest("dialog, [role=dialog]");
    });
    expect(outside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(cancel).toBeFocused();
});
