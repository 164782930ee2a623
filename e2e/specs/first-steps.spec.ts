// An account's first day: invited or asked for, opened by a mail, and its first steps.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { arrived, follow } from "../fixtures/mail.ts";
import { expect, test } from "../fixtures/test.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "first-steps" });

const WORDS = "trois girafes dans le bus";
const title = (page: Page, name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
const step = (page: Page, name: string) => expect(page.getByRole("heading", { level: 2, name })).toBeVisible();

async function signIn(page: Page, identifier: string): Promise<void> {
  await page.getByLabel("Adresse électronique ou numéro Forprev").fill(identifier);
  await page.getByLabel("Mot de passe", { exact: true }).fill(WORDS);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
}

/** From the data to the offer of a second factor, left and resumed in between. */
async function firstSteps(page: Page, caisse?: { postalCode: string; name: string }): Promise<void> {
  await title(page, "Première connexion");
  await step(page, "Vérifiez vos données");
  await axe(page);
  await page.getByRole("button", { name: "Mes données sont exactes" }).click();
  await step(page, "Choisissez vos e-mails");
  await page.reload();
  await step(page, "Choisissez vos e-mails");
  await page.getByLabel("Les échéances proches").selectOption("weekly");
  await axe(page);
  await page.getByRole("button", { name: "Continuer" }).click();
  if (caisse) {
    await step(page, "Choisissez votre caisse");
    await page.getByLabel("Code postal").fill(caisse.postalCode);
    await expect(page.getByText(`D’après ce code postal : ${caisse.name}.`)).toBeVisible();
    await expect(page.getByLabel("Caisse", { exact: true }).locator("option:checked")).toHaveText(caisse.name);
    await axe(page);
    await page.getByRole("button", { name: "Continuer" }).click();
  }
  await step(page, "Protégez votre compte");
  await page.reload();
  await step(page, "Protégez votre compte");
  await axe(page);
}

test("an invitation is accepted, and the first steps lead to the dashboard", async ({ page }, info) => {
  await page.setViewportSize(widths.phone);
  await follow(page, await arrived(page, "Invitation : délégataire"));
  await step(page, "Vous êtes invité à devenir délégataire");
  await axe(page);
  await page.getByLabel("Mot de passe", { exact: true }).fill(WORDS);
  await page.getByRole("button", { name: "Accepter l’invitation" }).click();
  await title(page, "L’invitation est acceptée");
  await axe(page);
  await page.getByRole("link", { name: "Se connecter" }).first().click();
  await signIn(page, "invitee@demo.example");
  await firstSteps(page);
  await pictures(page, info, "premiers-pas");
  await page.getByRole("link", { name: "Mettre en place maintenant" }).click();
  await title(page, "Double authentification");
  await page.getByRole("link", { name: "Reprendre la première connexion" }).click();
  await page.getByRole("button", { name: "Plus tard : commencer" }).click();
  await title(page, "Tableau de bord");
});

test("a formateur who asks for a demandeur account becomes one with their own", async ({ page }) => {
  // Certified in the demonstration, and never signed in since.
  const email = "stagiaire11-1@demo.example";
  await page.goto("/creer-un-compte");
  for (const [label, text] of [
    ["Nom", "Núñez"],
    ["Prénom", "Íñigo"],
    ["Adresse électronique", email],
    ["Téléphone", "02 99 00 00 00"],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(text);
  }
  await page.getByRole("button", { name: "Demander le compte" }).click();
  await expect(page.getByText("Un message est en route")).toBeVisible();
  await follow(page, await arrived(page, "Votre compte Forprev", "déposer votre demande d’habilitation"));
  await expect(page).toHaveURL(/\/lien$/);
  await page.getByLabel("Nouveau mot de passe", { exact: true }).fill(WORDS);
  await page.getByRole("button", { name: "Enregistrer le mot de passe" }).click();
  await page.getByRole("status").getByRole("link", { name: "Se connecter" }).click();
  await signIn(page, email);
  await firstSteps(page, { postalCode: "35000", name: "Carsat Bretagne" });
  await page.getByRole("button", { name: "Plus tard : commencer" }).click();
  await title(page, "Devenir demandeur");
  await axe(page);
  await page.getByRole("button", { name: "Devenir demandeur" }).click();
  await expect(page.getByText("Votre compte permet de demander une habilitation.")).toBeVisible();
  await axe(page);
  await page.goto("/mon-compte");
  await expect(page.getByText(/^Carsat Bretagne, depuis le /)).toBeVisible();
  await expect(page.getByRole("region", { name: "Demander une habilitation" })).toBeHidden();
  await axe(page);
});
