// A1: an installation with a name, a logo and colours of its own, and the addresses of the site before it.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { startServer, type Server } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

/** A wide one, with words of its own. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32"><rect width="96" height="32" rx="6" fill="#ffffff"/>
<path d="M10 22V10l8 8 8-8v12M36 22V10h12M36 16h9M60 10v12h11M78 22l6-12 6 12" fill="none" stroke="#7a1fa2" stroke-width="3"/></svg>`;

let folder = "";
let own: Server;

test.beforeAll(async ({ database, now }) => {
  folder = await mkdtemp(join(tmpdir(), "forprev-e2e-look-"));
  await writeFile(join(folder, "logo.svg"), LOGO);
  await writeFile(join(folder, "old.csv"), "# ancienne adresse,nouvelle\n/v1/verif.php,/verifier\n/index.php?page=login,/connexion\n");
  const settings = {
    FORPREV_NAME: "Prévention & Bretagne",
    FORPREV_LOGO: join(folder, "logo.svg"),
    FORPREV_ACCENT: "#7a1fa2",
    FORPREV_ACCENT_DARK: "#d9a3f0",
    FORPREV_BAND: "#2b0a3d",
    FORPREV_REDIRECTS: join(folder, "old.csv"),
  };
  own = await startServer({ database, now, name: "look", settings });
});

test.afterAll(async () => {
  await own.stop();
  await rm(folder, { recursive: true, force: true });
});

const colour = (page: Page) =>
  page.getByRole("main").getByRole("link", { name: "Se connecter" }).evaluate((one) => getComputedStyle(one).backgroundColor);

test("a name, a logo and colours stand on every page, and nothing is refused by the policy", async ({ browser }, info) => {
  const context = await browser.newContext({ baseURL: own.url });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Prévention & Bretagne" })).toBeVisible();
  await expect(page).toHaveTitle(/^Prévention & Bretagne – /);
  const brand = page.getByRole("banner").getByRole("link", { name: "Prévention & Bretagne" });
  await expect(brand).toBeVisible();
  const width = () => brand.locator("img").evaluate((image) => (image as HTMLImageElement).naturalWidth);
  await expect.poll(width).toBeGreaterThan(0);
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size);
    await axe(page);
  }
  await pictures(page, info, "accueil-installation");
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => colour(page)).toBe("rgb(122, 31, 162)");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => colour(page)).toBe("rgb(217, 163, 240)");
  await page.emulateMedia({ colorScheme: null });
  expect(refused).toEqual([]);

  await signIn(page, "gestionnaire");
  await expect(page).toHaveTitle("Tableau de bord – Prévention & Bretagne");
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size);
    await axe(page);
  }
  await pictures(page, info, "tableau-de-bord-installation");
  await context.close();
});

test("the logo opened as a page runs nothing, and old addresses lead to pages of this site", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: own.url });
  const page = await context.newPage();
  const logo = await page.goto("/logo");
  expect(logo?.headers()["content-type"]).toBe("image/svg+xml");
  expect(logo?.headers()["content-security-policy"]).toContain("sandbox");
  await page.goto("/v1/verif.php?numero=12&retour=https://mal.example/");
  await expect(page.getByRole("heading", { level: 1, name: "Vérifier un certificat" })).toBeVisible();
  expect(page.url()).toBe(`${own.url}/verifier`);
  await page.goto("/index.php?page=login");
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  expect(page.url()).toBe(`${own.url}/connexion`);
  await context.close();
});
