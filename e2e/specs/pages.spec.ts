// Every page, as each role that opens it sees it: nothing for axe to find, nothing wider than the screen, on a phone
// and on a desk. Steps and dialogs are looked at where they are taken, in the other files.

import type { Page, TestInfo } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, type Who } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "pages" });
// A page looks the same whatever the base.
test.skip(({ database }) => database !== "sqlite");

async function sound(page: Page, info: TestInfo, name: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size);
    await axe(page);
  }
  await pictures(page, info, name);
}

test("pages for everybody", async ({ page }, info) => {
  for (const [address, title] of [
    ["/connexion", "Connexion"],
    ["/verifier", "Vérifier un certificat"],
    ["/verifier#FP1", "Vérifier un certificat"],
    ["/nulle-part", "Page introuvable"],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await sound(page, info, address.replaceAll("/", "-"));
  }
});

const STATES = ["draft", "submitted", "returned", "verified", "certified"];

const SEEN: Record<"gestionnaire" | "delegataire" | "formateur" | "double" | "instructeur" | "inrs", string[]> = {
  gestionnaire: ["/", "/sessions", "/sessions/nouvelle"],
  delegataire: ["/", "/sessions", "/sessions/nouvelle"],
  formateur: ["/", "/sessions", "/mes-certificats"],
  double: ["/", "/sessions/nouvelle", "/mes-certificats"],
  instructeur: ["/", "/sessions"],
  inrs: ["/", "/sessions"],
};

for (const who of Object.keys(SEEN) as (keyof typeof SEEN & Who)[]) {
  test(`pages as ${who} sees them`, async ({ page }, info) => {
    test.setTimeout(600_000);
    await signIn(page, who);
    for (const address of SEEN[who]) {
      await page.goto(address);
      await sound(page, info, `${who}${address.replaceAll("/", "-")}`);
    }
    for (const state of STATES) {
      const { items } = await (await page.request.get(`/api/v1/sessions?state=${state}&limit=1`)).json();
      if (items.length === 0) continue;
      const address = `/sessions/${items[0].id}`;
      await page.goto(address);
      await sound(page, info, `${who}-session-${state}`);
      const { actions } = await (await page.request.get(`/api/v1${address}`)).json();
      if (actions.edit.allowed) {
        await page.goto(`${address}/modifier`);
        await expect(page.getByRole("heading", { level: 1, name: "Modifier la session" })).toBeVisible();
        await sound(page, info, `${who}-modifier-${state}`);
      }
    }
  });
}
