// The first day of each role of an organisation, from the mail that opens the account to what the role is for: with the
// keyboard alone.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { leave, menu, openFromMenu, press, tabTo, type, typeSignIn } from "../fixtures/keyboard.ts";
import { arrived, follow } from "../fixtures/mail.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";

test.use({ share: "first-days-organisation" });

const WORDS = "trois girafes dans le bus";
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
/** A page that one comes to within the application begins at its title. */
const title = (page: Page, name: string) => expect(heading(page, name)).toBeFocused();

/** From a link that chooses a password to the page of sign-in. */
async function choosePassword(page: Page): Promise<void> {
  await type(page, "Nouveau mot de passe", WORDS);
  await axe(page);
  await press(page, "button", "Enregistrer le mot de passe");
  await tabTo(page, page.getByRole("status").getByRole("link", { name: "Se connecter" }));
  await page.keyboard.press("Enter");
}

/** From an invitation's link to the page of sign-in. */
async function accept(page: Page): Promise<void> {
  await expect(heading(page, "Invitation")).toBeVisible();
  await axe(page);
  await type(page, "Mot de passe", WORDS);
  await press(page, "button", "Accepter l’invitation");
  await title(page, "L’invitation est acceptée");
  await press(page, "link", "Se connecter");
}

/** Signs in, and goes through the first steps: a formateur chooses a caisse besides (U5). */
async function firstSteps(page: Page, email: string, postalCode?: string): Promise<void> {
  await typeSignIn(page, email, WORDS);
  await title(page, "Première connexion");
  const step = (name: string) => expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
  await step("Vérifiez vos données");
  await axe(page);
  await press(page, "button", "Mes données sont exactes");
  await step("Choisissez vos e-mails");
  await press(page, "button", "Continuer");
  if (postalCode) {
    await step("Choisissez votre caisse");
    await tabTo(page, page.getByLabel("Code postal"));
    await page.keyboard.type(postalCode);
    await expect(page.getByText(/^D’après ce code postal/)).toBeVisible();
    await press(page, "button", "Continuer");
  }
  await step("Protégez votre compte");
  await press(page, "button", "Plus tard : commencer");
}

/** Each page of the menu, reached by the keyboard, with nothing for axe to find. */
async function allOfMenu(page: Page, expected: string[]): Promise<void> {
  const addresses = await menu(page);
  expect(addresses).toEqual(expect.arrayContaining(expected));
  for (const address of [...addresses.slice(1), "/"]) {
    await openFromMenu(page, address);
    await expect(page.locator("[aria-busy=true], .loading")).toHaveCount(0);
    await axe(page);
  }
}

/** A new session: an empty list leads to it twice. */
async function begin(page: Page): Promise<void> {
  await openFromMenu(page, "/sessions");
  await tabTo(page, page.getByRole("main").getByRole("link", { name: "Nouvelle session", exact: true }).first());
  await page.keyboard.press("Enter");
  await title(page, "Nouvelle session");
}

test("a demandeur asks for an account, enters, and begins the file of an organisation", async ({ page }) => {
  await page.goto("/creer-un-compte");
  for (const [label, text] of [
    ["Nom", "Tanguy"],
    ["Prénom", "Rozenn"],
    ["Adresse électronique", "rozenn.tanguy@exemple.fr"],
    ["Téléphone", "02 99 00 00 00"],
  ] as const) {
    await type(page, label, text);
  }
  await press(page, "button", "Demander le compte");
  await expect(page.getByText("Un message est en route")).toBeVisible();
  await follow(page, await arrived(page, "Votre compte Forprev", "déposer votre demande d’habilitation"));
  await choosePassword(page);
  await firstSteps(page, "rozenn.tanguy@exemple.fr");
  await title(page, "Tableau de bord");
  await allOfMenu(page, ["/a-traiter", "/dossiers", "/messages"]);
  await press(page, "link", "Commencer");
  await press(page, "button", "Nouvelle organisation");
  await title(page, "Identité");
  await openFromMenu(page, "/a-traiter");
  await press(page, "link", "Terminer et envoyer les dossiers en brouillon");
  await title(page, "Mes dossiers");
  await leave(page);
});

test("a gestionnaire is invited, enters, and finds what is theirs to do", async ({ page, phone }) => {
  await signIn(phone, "gestionnaire");
  await phone.goto("/utilisateurs/nouveau");
  for (const [label, text] of [
    ["Nom", "Cariou"],
    ["Prénom", "Yann"],
    ["Date de naissance", "12/04/1988"],
    ["Adresse électronique", "yann.cariou@exemple.fr"],
  ] as const) {
    await type(phone, label, text);
  }
  await tabTo(phone, phone.getByRole("radio", { name: "Gestionnaire" }));
  await phone.keyboard.press("Space");
  await press(phone, "button", "Continuer");
  await title(phone, "Vérifiez avant d’envoyer");
  await press(phone, "button", "Envoyer l’invitation");
  await title(phone, "Utilisateurs");

  await follow(page, await arrived(page, "Invitation : gestionnaire"));
  await accept(page);
  await firstSteps(page, "yann.cariou@exemple.fr");
  await title(page, "Tableau de bord");
  await allOfMenu(page, ["/a-traiter", "/sessions", "/demandes", "/mon-organisation", "/utilisateurs", "/messages"]);
  await begin(page);
  await leave(page);
});

test("a délégataire is invited, enters, and begins a session", async ({ page }) => {
  await follow(page, await arrived(page, "Invitation : délégataire"));
  await accept(page);
  await firstSteps(page, "invitee@demo.example");
  await title(page, "Tableau de bord");
  await allOfMenu(page, ["/a-traiter", "/sessions", "/messages"]);
  await begin(page);
  await leave(page);
});

test("a formateur opens the account that came with a certificate, enters, and finds their certificates", async ({ page }) => {
  const email = "stagiaire11-1@demo.example";
  await page.goto("/connexion");
  await press(page, "link", "Mot de passe oublié");
  await title(page, "Mot de passe oublié");
  await type(page, "Adresse électronique ou numéro Forprev", email);
  await press(page, "button", "Recevoir un lien");
  await expect(page.getByText("S’il existe un compte sous cet identifiant")).toBeVisible();
  await follow(page, await arrived(page, "Choisir un autre mot de passe"));
  await choosePassword(page);
  await firstSteps(page, email, "35000");
  await title(page, "Tableau de bord");
  await allOfMenu(page, ["/a-traiter", "/sessions", "/mes-certificats", "/messages"]);
  await leave(page);
});
