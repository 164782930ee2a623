// The form of a session where things do not go as they should: no answer, an answer that is lost, a session that is gone.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";

test.use({ share: "form" });

const LACKING = "Le serveur n’a pas répondu : des communes, des formateurs ou des dates ne sont pas encore contrôlés.";

/** A draft of the gestionnaire's, as the API makes one; gives its identifier. */
async function draft(page: Page): Promise<string> {
  const me = await (await page.request.get("/api/v1/me")).json();
  const organisation = me.profiles[0].organisation_id;
  const { items } = await (await page.request.get(`/api/v1/organisations/${organisation}/habilitations`)).json();
  const habilitation = items.find((one: { dispositif: string; level: number }) => one.dispositif === "SST" && one.level === 1);
  const answer = await page.request.post("/api/v1/sessions", {
    headers: { "X-CSRF-Token": await csrf(page) },
    data: { habilitation_id: habilitation.id },
  });
  expect(answer.status()).toBe(201);
  return (await answer.json()).id;
}

async function csrf(page: Page): Promise<string> {
  return (await page.context().cookies()).find(({ name }) => name === "forprev_csrf")?.value ?? "";
}

const drafts = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("forprev.draft.")));

test("what could not be asked is told, and asked again", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await page.goto("/sessions/nouvelle");
  await page.getByRole("radio", { name: "Sauvetage secourisme du travail, niveau 1" }).check();
  await page.route("**/api/v1/communes?*", (route) => route.abort("connectionreset"));
  const postalCode = page.getByLabel("Code postal");
  await postalCode.fill("35000");
  await expect(page.getByText(LACKING)).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect(page.getByText(LACKING)).toBeVisible();
  await page.unroute("**/api/v1/communes?*");
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect(page.getByLabel("Commune")).not.toHaveValue("");
  await expect(page.getByText(LACKING)).toHaveCount(0);

  // And by itself, once the network is back.
  await page.route("**/api/v1/communes?*", (route) => route.abort("connectionreset"));
  await postalCode.fill("29200");
  await expect(page.getByText(LACKING)).toBeVisible();
  await page.unroute("**/api/v1/communes?*");
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await expect(page.getByText(LACKING)).toHaveCount(0);
  await expect(page.getByLabel("Commune")).not.toHaveValue("");
});

test("a correction whose answer was lost is not taken for somebody else's", async ({ page }) => {
  await signIn(page, "gestionnaire");
  const id = await draft(page);
  await page.goto(`/sessions/${id}/modifier`);
  let sent = 0;
  await page.route(`**/api/v1/sessions/${id}`, async (route) => {
    if (route.request().method() !== "PATCH" || (sent += 1) > 1) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.getByLabel("Nom du lieu").fill("Salle des fêtes");
  await page.getByLabel("Nom, ligne 1", { exact: true }).fill("Kerbrat");
  await page.getByLabel("Prénom, ligne 1", { exact: true }).fill("Loïc");
  await page.getByLabel("Né(e) le, ligne 1", { exact: true }).fill("02/04/1990");
  await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await expect(page.getByText("Le serveur ne répond pas.").first()).toBeVisible();
  await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await expect(page.getByText("La session est enregistrée.").first()).toBeVisible();
  await expect(page.getByText("Quelqu’un a modifié cette session entre-temps")).toHaveCount(0);
  expect(sent).toBe(2);
  const { trainees, place } = await (await page.request.get(`/api/v1/sessions/${id}`)).json();
  expect([trainees.length, place.name]).toEqual([1, "Salle des fêtes"]);
  // Nothing is left to save.
  await expect.poll(() => drafts(page)).toEqual([]);
});

test("what was typed for a session that is gone goes too", async ({ page }) => {
  await signIn(page, "gestionnaire");
  const id = await draft(page);
  await page.goto(`/sessions/${id}/modifier`);
  await page.getByLabel("Nom, ligne 1", { exact: true }).fill("Kerbrat");
  await expect.poll(() => drafts(page)).toHaveLength(1);
  const gone = await page.request.delete(`/api/v1/sessions/${id}`, {
    headers: { "X-CSRF-Token": await csrf(page), "If-Match": "*" },
  });
  expect(gone.status()).toBe(204);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Page introuvable" })).toBeVisible();
  await expect.poll(() => drafts(page)).toEqual([]);
});
