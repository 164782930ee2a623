// What happens in another tab, on another page, or to what was typed before something else happened.

import { axe } from "../fixtures/accessibility.ts";
import { gate } from "../fixtures/network.ts";
import { drafts, openTask } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signInHere, signOut } from "../fixtures/users.ts";

test.use({ share: "elsewhere" });

test("who signs out in one tab leaves nothing in sight in another, and who comes next has a page of their own", async ({ page, context }) => {
  await signIn(page, "gestionnaire");
  const other = await context.newPage();
  await other.goto("/sessions?etat=draft");
  await expect(other.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();

  await signOut(page);
  await expect(other.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  // Whoever signs in next does not land on the page of who left.
  expect(new URL(other.url()).search).toBe("");

  await signIn(page, "instructeur");
  await expect(other.getByText(/^Bonjour/)).toBeVisible();
  await expect(other.getByRole("link", { name: "Nouvelle session" })).toHaveCount(0);
  await signOut(page);
});

test("a tab at sign-in goes on with the session that the same person begins in another", async ({ page, context }) => {
  await signIn(page, "gestionnaire");
  const other = await context.newPage();
  await other.goto("/sessions?etat=draft");
  await expect(other.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  // Ended on the server: both tabs ask for the password.
  await context.clearCookies({ name: /^forprev_(access|refresh)$/ });
  for (const tab of [page, other]) {
    await tab.goto("/sessions?etat=draft");
    await expect(tab.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  }
  await other.getByLabel("Mot de passe", { exact: true }).fill("à moitié");
  const refused = other.waitForResponse("**/auth/refresh");
  await other.evaluate(() => window.dispatchEvent(new Event("focus")));
  await (await refused).finished();
  await other.evaluate(() => new Promise(requestAnimationFrame));
  await expect(other.getByLabel("Mot de passe", { exact: true })).toHaveValue("à moitié");
  await signInHere(page, "gestionnaire");
  await other.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(other.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  expect(new URL(other.url()).search).toBe("?etat=draft");
});

test("certificates that were asked for before a sign-out do not arrive after it", async ({ page }) => {
  await signIn(page, "gestionnaire");
  const { items } = await (await page.request.get("/api/v1/sessions?state=certified&dispositif=SST")).json();
  const held = gate();
  await page.route("**/certificates.zip", async (route) => {
    const answer = await route.fetch();
    await held.opened;
    await route.fulfill({ response: answer });
  });
  const files: string[] = [];
  page.on("download", (file) => files.push(file.suggestedFilename()));
  await page.goto(`/sessions/${items[0].id}`);
  const asked = page.waitForRequest("**/certificates.zip");
  await page.getByRole("button", { name: "Un PDF par stagiaire (ZIP)" }).click();
  await signOut(page);
  held.open();
  await (await (await asked).response())?.finished();
  await signInHere(page, "instructeur");
  await expect(page.getByText(/^Bonjour/)).toBeVisible();
  expect(files).toEqual([]);
  await expect(page.getByText(/est téléchargé/)).toHaveCount(0);
});

test("results that are thrown away stay away", async ({ page, now }) => {
  await signIn(page, "formateur");
  await openTask(page, now);
  await page.getByText("Reçu", { exact: true }).first().click();
  await expect.poll(() => drafts(page)).toHaveLength(1);
  await page.reload();
  await page.getByRole("button", { name: "Effacer cette saisie" }).click();
  await expect(page.getByRole("button", { name: "Effacer cette saisie" })).toHaveCount(0);
  await expect.poll(() => drafts(page)).toEqual([]);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Vérifier cette session" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Effacer cette saisie" })).toHaveCount(0);
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
});

test("a file that was asked for arrives, wherever one goes meanwhile", async ({ page }) => {
  await signIn(page, "gestionnaire");
  const { items } = await (await page.request.get("/api/v1/sessions?state=certified&dispositif=SST")).json();
  const held = gate();
  await page.route("**/certificates.zip", async (route) => {
    await held.opened;
    await route.continue();
  });
  await page.goto(`/sessions/${items[0].id}`);
  const asked = page.waitForRequest("**/certificates.zip");
  await page.getByRole("button", { name: "Un PDF par stagiaire (ZIP)" }).click();
  await asked;
  await page.getByRole("link", { name: "Sessions", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  const started = page.waitForEvent("download");
  held.open();
  expect((await started).suggestedFilename()).toMatch(/\.zip$/);
  await expect(page.getByRole("log").getByText(/est téléchargé/)).toBeVisible();

  // And where it does not, that is told too.
  await page.goto(`/sessions/${items[0].id}`);
  const broken = gate();
  await page.route("**/certificates.pdf", async (route) => {
    await broken.opened;
    await route.abort("connectionreset");
  });
  const again = page.waitForRequest("**/certificates.pdf");
  await page.getByRole("button", { name: "Un seul PDF" }).click();
  await again;
  await page.getByRole("link", { name: "Sessions", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  broken.open();
  await expect(page.getByRole("log").getByText(/Le téléchargement n’a pas abouti/)).toBeVisible();
});

test("a return that comes too late shows how the session stands, and its drafts go", async ({ page, now }) => {
  await signIn(page, "formateur");
  const address = await openTask(page, now);
  await page.getByText("Reçu", { exact: true }).first().click();
  await page.getByRole("button", { name: "Renvoyer pour correction" }).click();
  const dialog = page.getByRole("dialog", { name: "Renvoyer la session pour correction" });
  await dialog.getByRole("textbox").fill("La date est fausse.");
  await expect.poll(() => drafts(page)).toHaveLength(2);

  // From another device, meanwhile.
  const id = address.split("/").at(-1) ?? "";
  const answer = await page.request.get(`/api/v1/sessions/${id}`);
  const csrf = (await page.context().cookies()).find(({ name }) => name === "forprev_csrf")?.value ?? "";
  const returned = await page.request.post(`/api/v1/sessions/${id}/return`, {
    headers: { "X-CSRF-Token": csrf, "If-Match": answer.headers()["etag"] ?? "" },
    data: { comment: "Le lieu est faux." },
  });
  expect(returned.status()).toBe(200);

  await dialog.getByRole("button", { name: "Renvoyer la session" }).click();
  await expect(page.getByText("Cette session a changé entre-temps").first()).toBeVisible();
  await expect(page.getByText("Le lieu est faux.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Vérifier cette session" })).toHaveCount(0);
  await expect.poll(() => drafts(page)).toEqual([]);
  await axe(page);
});
