// What waits: counted in the menu, listed on its page, filtered by kind in the address.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

const inMenu = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name, exact: true });
const title = (page: Page, name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

interface Task {
  kind: string;
}

test("a gestionnaire sees how much waits, and finds one kind of it by an address", async ({ page }, info) => {
  await signIn(page, "gestionnaire");
  const { items, total } = await (await page.request.get("/api/v1/tasks?limit=200")).json();
  const drafts = items.filter(({ kind }: Task) => kind === "submit_session").length;
  expect(drafts).toBeGreaterThan(0);
  await expect(inMenu(page, "À traiter")).toHaveAccessibleDescription(`${total} actions à traiter`);
  await inMenu(page, "À traiter").click();
  await title(page, "À traiter");
  const rows = page.getByRole("table", { name: "À traiter" }).getByRole("rowheader");
  await expect(rows).toHaveCount(total);
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size);
    await axe(page);
  }
  await pictures(page, info, "a-traiter");
  await page.getByLabel("Action").selectOption("submit_session");
  await expect(page).toHaveURL(/quoi=submit_session/);
  await expect(rows).toHaveCount(drafts);
  await page.reload();
  await expect(rows).toHaveCount(drafts);
  await expect(page.getByLabel("Action")).toHaveValue("submit_session");
  await page.getByRole("button", { name: "Effacer les filtres" }).click();
  await expect(rows).toHaveCount(total);
});

test("the only gestionnaire of an organisation is led to name a second one", async ({ page }) => {
  await signIn(page, "double");
  await page.goto("/a-traiter?quoi=name_second_gestionnaire");
  await page.getByRole("link", { name: "Déclarer un second gestionnaire" }).click();
  await title(page, "Inviter un utilisateur");
});

test("nothing waits for INRS, and that is said", async ({ page }, info) => {
  await signIn(page, "inrs");
  await inMenu(page, "À traiter").click();
  await title(page, "À traiter");
  await expect(page.getByText("Tout est fait.")).toBeVisible();
  await expect(inMenu(page, "À traiter")).toHaveAccessibleDescription("");
  await axe(page);
  await pictures(page, info, "a-traiter-inrs");
});
