// The page before the application runs: it can be read, and says what to do where something did not arrive.

import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "beginning", serviceWorkers: "block" });

const starts = "**/assets/boot-*.js";
const application = "**/assets/forprev-*.wasm";

test("without the script that starts the application the page says so, after a while", async ({ page }, info) => {
  await page.route(starts, (route) => route.abort());
  await page.goto("/connexion");
  await expect(page.getByText("Chargement…")).toBeVisible();
  const slow = page.getByText("Le chargement est long");
  await expect(slow).toBeHidden();
  await page.evaluate(() => document.getAnimations().forEach((one) => one.finish()));
  await expect(slow).toBeVisible();
  await axe(page);
  await pictures(page, info, "premier-ecran-lent");
  await page.unroute(starts);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
});

test("without its module the page says so at once, and loads again", async ({ browser, server }) => {
  // A page of its own: that one throws an error is no fault here.
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.route(application, (route) => route.abort());
  await page.goto("/connexion");
  await expect(page.getByRole("alert")).toContainText("L’application n’a pas pu être chargée");
  await expect(page.getByText("Chargement…")).toBeHidden();
  await page.evaluate(() => document.getAnimations().forEach((one) => one.finish()));
  await expect(page.getByText("Le chargement est long")).toBeHidden();
  await axe(page);
  await page.unroute(application);
  await page.getByRole("button", { name: "Recharger la page" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  await context.close();
});
