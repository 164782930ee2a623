// The application in parts: the module of an area is fetched when one of its pages is first opened, and not before.

import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

// The service worker would have fetched them all meanwhile.
test.use({ share: "parts", serviceWorkers: "block" });

const part = "**/assets/split_*.wasm";

test("a part that does not come is told, can be asked for again, and is then fetched once", async ({ page }, info) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (/\/assets\/(split|chunk)_/.test(request.url())) asked.push(new URL(request.url()).pathname);
  });
  await signIn(page, "gestionnaire");
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  expect(asked).toEqual([]);

  await page.route(part, (route) => route.abort());
  const menu = page.getByRole("navigation", { name: "Menu principal" });
  await menu.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByRole("alert")).toContainText("Cette page n’a pas pu être chargée");
  await axe(page);
  await pictures(page, info, "partie-absente");
  // The rest works on.
  await menu.getByRole("link", { name: "Tableau de bord" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tableau de bord" })).toBeVisible();
  await menu.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByRole("alert")).toContainText("Cette page n’a pas pu être chargée");

  await page.unroute(part);
  asked.length = 0;
  await page.getByRole("button", { name: "Réessayer" }).click();
  const sessions = page.getByRole("heading", { level: 1, name: "Sessions" });
  await expect(sessions).toBeFocused();
  expect(asked.length).toBeGreaterThan(0);
  const once = [...asked];
  await menu.getByRole("link", { name: "Tableau de bord" }).click();
  await menu.getByRole("link", { name: "Sessions" }).click();
  await expect(sessions).toBeVisible();
  expect(asked).toEqual(once);
  expect(new Set(once).size).toBe(once.length);
});
