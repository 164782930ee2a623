// The first day of each agent where a second factor is asked of them (A12), and of those whom INRS invites to write and to
// look on: with the keyboard alone.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { choose, leave, menu, openFromMenu, press, tabTo, type, typeSignIn } from "../fixtures/keyboard.ts";
import { arrived, follow } from "../fixtures/mail.ts";
import { serverNow, totp } from "../fixtures/second-factor.ts";
import { expect, test } from "../fixtures/test.ts";
import { PASSWORD, users } from "../fixtures/users.ts";

test.use({ share: "first-days", secondFactor: "agents" });
// INRS, who sets up a factor first, then invites those whose days follow.
test.describe.configure({ mode: "serial" });

const WORDS = "trois girafes dans le bus";
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
/** A page that one comes to within the application begins at its title. */
const title = (page: Page, name: string) => expect(heading(page, name)).toBeFocused();
const shown = (page: Page) => page.locator(".notice code");

/** Makes the code that their application shows after so many seconds more. */
type Codes = (later: number) => string;

/**
 * Signs in, meets nothing but the setting up of a second factor, and sets one up.
 * At the end the page has shown its recovery codes, this once.
 */
async function setUp(page: Page, identifier: string, password: string): Promise<Codes> {
  // The same page for all of them: looked at once.
  const look = identifier === users.instructeur ? axe : () => undefined;
  await typeSignIn(page, identifier, password);
  await title(page, "Double authentification");
  const ahead = (await serverNow(page)) - Date.now() / 1000;
  await expect(page.getByText("Votre rôle demande une double authentification")).toBeVisible();
  await look(page);
  await nothingElse(page);

  await press(page, "button", "Commencer");
  await expect(page.getByText(/^Scannez ce code/)).toBeFocused();
  const secret = (await page.locator("dd code").textContent()) ?? "";
  const codes: Codes = (later) => totp(secret, Date.now() / 1000 + ahead + later);
  await type(page, "Code de votre application", codes(0));
  await look(page);
  await press(page, "button", "Mettre en place");
  await expect(shown(page)).toHaveCount(10);
  await expect(page.getByText("Votre rôle demande une double authentification")).toBeHidden();
  await look(page);
  await press(page, "button", "Je les ai gardés");
  await expect(shown(page)).toHaveCount(0);
  return codes;
}

/** No other page, and no answer of the API. */
async function nothingElse(page: Page): Promise<void> {
  const all = (await menu(page)).filter((address) => address !== "/mon-compte/double-authentification");
  for (const address of [...new Set([...all, "/", "/sessions", "/mon-compte"])]) {
    await page.goto(address);
    await expect(page).toHaveURL(/\/mon-compte\/double-authentification$/);
    await expect(heading(page, "Double authentification")).toBeVisible();
  }
  for (const path of ["/sessions", "/people?q=ma", "/agents", "/audit", "/notifications"]) {
    const answer = await page.request.get(`/api/v1${path}`);
    expect.soft(answer.status(), path).toBe(403);
  }
}

/** Signs in by the password and the application; the code that set it up does not serve again. */
async function comeBack(page: Page, identifier: string, password: string, codes: Codes): Promise<void> {
  await typeSignIn(page, identifier, password);
  await expect(page.getByRole("heading", { level: 2, name: "Deuxième étape" })).toBeFocused();
  await type(page, "Code de votre application", codes(30));
  await page.keyboard.press("Enter");
  await title(page, "Tableau de bord");
}

for (const who of ["instructeur", "cnh", "inrs"] as const) {
  test(`${who} sets up a second factor before all else, and signs in with it`, async ({ page }) => {
    await page.goto("/connexion");
    const codes = await setUp(page, users[who], PASSWORD);
    // Nobody reads them a second time.
    await page.reload();
    await expect(page.getByText("10 codes de secours vous restent.")).toBeVisible();
    await expect(shown(page)).toHaveCount(0);
    await openFromMenu(page, "/");
    await title(page, "Tableau de bord");
    await leave(page);
    await comeBack(page, users[who], PASSWORD, codes);
    for (const address of [...(await menu(page)).slice(1), "/"]) await openFromMenu(page, address);
    if (who === "inrs") {
      await openFromMenu(page, "/agents");
      for (const one of [EDITOR, AUDITOR, INSTRUCTEUR, CNH]) await invite(page, one);
    }
    await leave(page);
  });
}

interface Invited {
  last: string;
  email: string;
  /** What they become, as the form calls it; of INRS, the rank. */
  post: string;
  rank?: string;
  subject: string;
}

const INSTRUCTEUR: Invited = {
  last: "Kerguelen",
  email: "instruction@exemple.fr",
  post: "Instructeur",
  subject: "Invitation : instructeur",
};
const CNH: Invited = {
  last: "Le Dantec",
  email: "commission@exemple.fr",
  post: "Secrétariat de la CNH",
  subject: "Invitation : secrétaire de la CNH",
};

const EDITOR: Invited = {
  last: "Prigent",
  email: "redaction@exemple.fr",
  post: "INRS",
  rank: "Rédacteur",
  subject: "Invitation : rédacteur de l’INRS",
};
const AUDITOR: Invited = {
  last: "Salaün",
  email: "audit@exemple.fr",
  post: "INRS",
  rank: "Auditeur",
  subject: "Invitation : auditeur de l’INRS",
};

/** From the page of agents and back to it. */
async function invite(page: Page, { last, email, post, rank }: Invited): Promise<void> {
  await press(page, "link", "Inviter un agent");
  await title(page, "Inviter un agent");
  await type(page, "Nom", last);
  await type(page, "Prénom", "Erwan");
  await type(page, "Date de naissance", "02/10/1979");
  await type(page, "Adresse électronique", email);
  await choose(page, post);
  if (rank) await choose(page, new RegExp(`^${rank}`));
  if (post === "Instructeur") {
    await tabTo(page, page.getByLabel("Caisse", { exact: true }));
    await page.keyboard.type("Carsat Br");
    await expect(page.getByLabel("Caisse", { exact: true }).locator("option:checked")).toHaveText("Carsat Bretagne");
  }
  await press(page, "button", "Continuer");
  await title(page, "Vérifiez avant d’envoyer");
  await press(page, "button", "Envoyer l’invitation");
  await title(page, "Agents");
}

/** From the invitation's mail to the dashboard, by way of the second factor and the first steps. */
async function firstDay(page: Page, { email, subject }: Invited): Promise<void> {
  await follow(page, await arrived(page, subject));
  await expect(heading(page, "Invitation")).toBeVisible();
  await type(page, "Mot de passe", WORDS);
  await press(page, "button", "Accepter l’invitation");
  await title(page, "L’invitation est acceptée");
  await press(page, "link", "Se connecter");
  const codes = await setUp(page, email, WORDS);
  await press(page, "link", "Reprendre la première connexion");
  await title(page, "Première connexion");
  for (const [step, button] of [
    ["Vérifiez vos données", "Mes données sont exactes"],
    ["Choisissez vos e-mails", "Continuer"],
    ["Tout est prêt", "Commencer"],
  ] as const) {
    await expect(page.getByRole("heading", { level: 2, name: step })).toBeVisible();
    await axe(page);
    await press(page, "button", button);
  }
  await title(page, "Tableau de bord");
  await leave(page);
  await comeBack(page, email, WORDS, codes);
}

/** Each page of the menu, reached by the keyboard, with nothing for axe to find; the names of its buttons. */
async function buttonsOfMenu(page: Page): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const address of [...(await menu(page)).slice(1), "/"]) {
    await openFromMenu(page, address);
    await expect(page.locator("[aria-busy=true], .loading")).toHaveCount(0);
    await axe(page);
    found[address] = await page.getByRole("main").getByRole("button").allInnerTexts();
  }
  return found;
}

test("an editor of INRS is invited, enters, and goes through all the menu", async ({ page }) => {
  await firstDay(page, EDITOR);
  expect(Object.keys(await buttonsOfMenu(page))).toEqual(["/a-traiter", "/modeles-de-courrier", "/messages", "/"]);
  await leave(page);
});

for (const [name, one, desk] of [
  ["an instructeur", INSTRUCTEUR, "/instruction"],
  ["the CNH’s secretary", CNH, "/seances"],
] as const) {
  test(`${name} is invited, enters, and finds their desk from the menu`, async ({ page }) => {
    await firstDay(page, one);
    expect(Object.keys(await buttonsOfMenu(page))).toEqual(expect.arrayContaining(["/a-traiter", "/demandes", desk]));
    await leave(page);
  });
}

test("an auditor is invited, enters, reads all that INRS reads, and changes nothing", async ({ page }) => {
  await firstDay(page, AUDITOR);
  const found = await buttonsOfMenu(page);
  expect(Object.keys(found)).toEqual([
    "/a-traiter", "/instruction", "/demandes", "/organisations", "/seances", "/modeles-de-courrier", "/agents", "/messages",
    "/travaux", "/personnes", "/retablissements", "/journal", "/audits", "/",
  ]);
  // What they find to press asks, and changes nothing but what is new to themselves.
  const asking = ["Actualiser", "Chercher", "Effacer les filtres", "Télécharger (CSV)", "Afficher plus", "Tout marquer comme lu"];
  for (const [address, buttons] of Object.entries(found)) {
    expect.soft(buttons.map((one) => one.trim()).filter((one) => !asking.includes(one)), address).toEqual([]);
  }
  for (const address of ["/agents/nouveau", "/organisations/successeur", "/sessions/nouvelle"]) {
    await page.goto(address);
    await expect(heading(page, "Page non accessible")).toBeVisible();
  }
  await refusedToChange(page);
  await openFromMenu(page, "/");
  await leave(page);
});

/** Each operation of the API's document that changes something, but for one's own account and what anyone may send. */
async function refusedToChange(page: Page): Promise<void> {
  const document = (await (await page.request.get("/api/v1/openapi.json")).json()) as {
    paths: Record<string, Record<string, { security?: object[] }>>;
  };
  const csrf = (await page.context().cookies()).find(({ name }) => name === "forprev_csrf")?.value ?? "";
  let asked = 0;
  for (const [path, operations] of Object.entries(document.paths)) {
    if (/^\/api\/v1\/(me|notifications)(\/|$)/.test(path)) continue;
    for (const [method, { security }] of Object.entries(operations)) {
      if (method === "get" || !security) continue;
      const address = path.replaceAll(/\{\w+\}/g, "0197f000-0000-7000-8000-000000000000");
      const headers = { "X-CSRF-Token": csrf };
      const answer = await page.request.fetch(address, { method: method.toUpperCase(), headers, data: {} });
      expect.soft(answer.status(), `${method} ${path}`).toBe(403);
      asked += 1;
    }
  }
  expect(asked).toBeGreaterThan(20);
}
