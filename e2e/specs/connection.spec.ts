// A phone in a training room: the network goes, an answer is lost, a sign-in ends meanwhile.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { newSession, reference, save, saved } from "../fixtures/form.ts";
import { loseAnswer } from "../fixtures/network.ts";
import { openTask, typeTrainees, verifyAll } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signInHere, signOut } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "connection" });

test("results are given without a network, kept, and sent once: also when the answer to it is lost", async ({ phone, now }, info) => {
  await signIn(phone, "formateur");
  const address = await openTask(phone, now);
  await phone.context().setOffline(true);
  await verifyAll(phone);
  await phone.getByRole("button", { name: "Envoyer les résultats" }).click();
  await expect(phone.getByText("Vos résultats ne sont pas encore envoyés")).toBeVisible();
  await axe(phone);
  await pictures(phone, info, "resultats-hors-reseau");
  await phone.context().setOffline(false);
  await expect(phone.getByText("La connexion est rétablie : vous pouvez les envoyer.")).toBeVisible();

  // Stored by the server, and the answer never arrives.
  const keys: string[] = [];
  await phone.route("**/results", async (route) => {
    keys.push(route.request().headers()["idempotency-key"] ?? "");
    if (keys.length > 1) return route.continue();
    await loseAnswer(route);
  });
  const stored = async () => (await (await phone.request.get(`/api/v1${address}`)).json()) as { state: string; version: number };
  const before = await stored();
  await phone.getByRole("button", { name: "Envoyer maintenant" }).click();
  await expect.poll(async () => (await stored()).state).toBe("verified");
  await expect(phone.getByText("Vos résultats ne sont pas encore envoyés")).toBeVisible();
  await phone.getByRole("button", { name: "Envoyer maintenant" }).click();
  await expect(phone.getByText("Résultats envoyés")).toBeVisible();
  expect(keys.length).toBe(2);
  expect(keys[1]).toBe(keys[0]);
  expect((await stored()).version).toBe(before.version + 1);
});

test("an access token that ends is renewed unseen; a sign-in that ends leads back to where one was", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await page.goto("/sessions?etat=verified");
  await page.context().clearCookies({ name: "forprev_access" });
  await page.goto("/sessions?etat=certified");
  await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText("Certifiée");

  // Ended on the server, from elsewhere.
  await page.context().clearCookies();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  await signInHere(page, "gestionnaire");
  await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  expect(new URL(page.url()).search).toBe("?etat=certified");
});

/** Types into a new session what only this device knows so far. */
async function typeDraft(page: Page, external: string): Promise<void> {
  await newSession(page);
  await reference(page).fill(external);
  await typeTrainees(page, [{ last: "Kerbrat", first: "Loïc", born: "02/04/1990" }]);
}

test("what is saved when the access token has ended is saved, by one renewal that nobody sees", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await typeDraft(page, "renouvelee");
  const renewals: number[] = [];
  page.on("response", (answer) => {
    if (answer.url().endsWith("/api/v1/auth/refresh")) renewals.push(answer.status());
  });
  await page.context().clearCookies({ name: "forprev_access" });
  await save(page);
  await saved(page);
  expect(renewals).toHaveLength(1);
  const { items } = await (await page.request.get("/api/v1/sessions?external_ref=renouvelee")).json();
  expect(items).toHaveLength(1);
});

test("a refresh token that was copied ends the sign-in when the copy is used; what was typed waits for the next one", async ({
  page,
  playwright,
  server,
}) => {
  await signIn(page, "gestionnaire");
  const tokens = async () => (await page.context().cookies(`${server.url}/api/v1/auth`)).filter(({ name }) => name === "forprev_refresh");
  const copied = (await tokens())[0];
  if (!copied) throw new Error("no refresh token");
  // The person's own browser goes on twice: the copy is no late answer on a weak network.
  for (let renewal = 0; renewal < 2; renewal += 1) {
    const before = (await tokens())[0]?.value;
    await page.context().clearCookies({ name: "forprev_access" });
    await page.goto("/sessions");
    await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
    expect((await tokens())[0]?.value).not.toBe(before);
  }
  await typeDraft(page, "copiee");
  await expect.poll(() => page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain("copiee");

  const thief = await playwright.request.newContext({ baseURL: server.url, storageState: { cookies: [copied], origins: [] } });
  expect((await thief.post("/api/v1/auth/refresh")).status()).toBe(401);
  await thief.dispose();

  await page.context().clearCookies({ name: "forprev_access" });
  await save(page);
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  // The person's own token is of no use to anybody any more either.
  expect((await page.request.post("/api/v1/auth/refresh")).status()).toBe(401);
  await axe(page);
  await signInHere(page, "gestionnaire");
  await expect(page.getByRole("heading", { level: 1, name: "Nouvelle session" })).toBeVisible();
  await expect(page.getByLabel("Nom, ligne 1", { exact: true })).toHaveValue("Kerbrat");
  await save(page);
  await saved(page);
  const { items } = await (await page.request.get("/api/v1/sessions?external_ref=copiee")).json();
  expect(items).toHaveLength(1);
});

/** All that this device keeps for the site: each key and value, each name of a database, each stored answer with its text. */
async function kept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const stores = [localStorage, sessionStorage].flatMap((store) => Object.entries(store).map(([key, value]) => `${key} = ${value}`));
    const databases = (await indexedDB.databases()).map(({ name }) => `database ${name}`);
    const answers: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const text = await (await cache.match(request))?.text();
        answers.push(`${new URL(request.url).pathname}: ${text}`);
      }
    }
    return [...stores, ...databases, ...answers];
  });
}

test("whoever signs out leaves no trainee on the device", async ({ page }) => {
  await signIn(page, "gestionnaire");
  const { items } = await (await page.request.get("/api/v1/sessions?state=submitted&dispositif=SST")).json();
  const { trainees } = await (await page.request.get(`/api/v1/sessions/${items[0].id}`)).json();
  const births: string[] = trainees.map(({ birth_date }: { birth_date: string }) => birth_date);
  expect(births.length).toBeGreaterThan(0);
  await page.goto(`/sessions/${items[0].id}`);
  await expect(page.getByRole("table", { name: "Stagiaires" })).toBeVisible();
  await typeDraft(page, "quittee");
  await expect.poll(async () => (await kept(page)).join("\n")).toContain("Kerbrat");
  // Whatever a page was given stays out of the stores of the browser even while somebody is signed in.
  const during = (await kept(page)).join("\n");
  for (const born of births) expect(during).not.toContain(born);

  await signOut(page);
  const left = await kept(page);
  for (const secret of ["Kerbrat", "quittee", ...births]) expect(left.join("\n")).not.toContain(secret);
  for (const one of left) {
    expect(one).not.toMatch(/^database |^forprev\.draft/);
    // The public keys that the verifier needs without a network are all of the API that may stay.
    if (one.startsWith("/api/")) expect(one).toMatch(/jwks|public/);
  }
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("forprev_access");
});
