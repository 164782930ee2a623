// A10: a person of two organisations chooses one in the header. The address holds the choice, so each tab has its own.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import { arrived, follow } from "../fixtures/mail.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, users } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "organisations" });

interface Me {
  last_name: string;
  first_name: string;
  birth_date: string;
  profiles: { organisation_id?: string; organisation_name?: string }[];
}

const me = async (page: Page) => (await (await page.request.get("/api/v1/me")).json()) as Me;
const choice = (page: Page) => page.getByRole("banner").getByRole("combobox", { name: "Organisation" });
const inAddress = (page: Page) => new URL(page.url()).searchParams.get("organisation");
const title = (page: Page, name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

/** Has `double` invited into a second organisation by its gestionnaire, and accepts; gives both, by id. */
async function inTwoOrganisations(page: Page, other: Page): Promise<[string, string]> {
  await signIn(page, "double");
  await expect(choice(page)).toHaveCount(0);
  const { last_name, first_name, birth_date, profiles } = await me(page);
  const first = profiles.find((one) => one.organisation_id)?.organisation_id ?? "";
  await signIn(other, "gestionnaire");
  const second = (await me(other)).profiles[0]?.organisation_id ?? "";
  const csrf = (await other.context().cookies()).find(({ name }) => name === "forprev_csrf")?.value ?? "";
  const invited = await other.request.post(`/api/v1/organisations/${second}/users`, {
    headers: { "X-CSRF-Token": csrf },
    data: { last_name, first_name, birth_date, email: users.double, role: "gestionnaire", habilitation_ids: [] },
  });
  expect(invited.status()).toBe(201);
  await follow(page, await arrived(page, "Invitation : gestionnaire"));
  await page.getByRole("button", { name: "Accepter l’invitation" }).click();
  await title(page, "L’invitation est acceptée");
  return [first, second];
}

test("two tabs hold two organisations, and a reload or a copied address keeps them", async ({ page, phone, context }, info) => {
  const [first, second] = await inTwoOrganisations(page, phone);
  await page.goto("/");
  await title(page, "Tableau de bord");
  await expect(choice(page)).toBeVisible();
  await expect(choice(page).locator("option:checked")).toHaveText("Toutes mes organisations");
  expect(inAddress(page)).toBeNull();
  await choice(page).selectOption(first);
  await expect(page).toHaveURL(new RegExp(`organisation=${first}`));
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size);
    await expect(choice(page)).toBeVisible();
    await axe(page);
  }
  await pictures(page, info, "organisation-choisie");

  // Another tab begins without a choice, and takes another one, by the keyboard.
  const other = await context.newPage();
  await other.goto("/sessions");
  await title(other, "Sessions");
  await expect(choice(other)).toHaveValue("");
  await tabTo(other, choice(other));
  for (let press = 0; press < 3 && (await choice(other).inputValue()) !== second; press += 1) {
    await other.keyboard.press("ArrowDown");
  }
  await expect(other).toHaveURL(new RegExp(`organisation=${second}`));
  for (const [tab, held] of [[page, first], [other, second]] as const) {
    await tab.reload();
    await expect(choice(tab)).toHaveValue(held);
    expect(inAddress(tab)).toBe(held);
  }

  // A link inside a page does not say it: the address takes it up again.
  await page.setViewportSize(widths.desk);
  await page.getByRole("link", { name: /^Voir/ }).first().click();
  await title(page, "À traiter");
  await expect(page).toHaveURL(new RegExp(`^[^?]*/a-traiter\\?organisation=${first}$`));
  await page.goto("/mon-compte/messages");
  await expect(page).toHaveURL(new RegExp(`/mon-compte/messages\\?organisation=${first}$`));
  await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Sessions", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/sessions\\?organisation=${first}$`));

  const copied = await context.newPage();
  await copied.goto(page.url());
  await title(copied, "Sessions");
  await expect(choice(copied)).toHaveValue(first);
  // One page back is the choice of that page; all of them again is no choice, after a reload too.
  await choice(copied).selectOption("");
  await expect(copied).toHaveURL(/\/sessions$/);
  await copied.reload();
  await title(copied, "Sessions");
  await expect(choice(copied)).toHaveValue("");
  expect(inAddress(copied)).toBeNull();
  // Public pages have no organisation.
  await page.goto("/verifier");
  await title(page, "Vérifier un certificat");
  expect(inAddress(page)).toBeNull();
});
