// What people are told: by mail, in the demonstration's mailbox, and in the application.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { arrived } from "../fixtures/mail.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signInHere, signOut, users } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "mails" });

const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("a forgotten password: asked for, mailed, set once, and one signs in with it", async ({ page }, info) => {
  await page.goto("/mot-de-passe-oublie");
  await page.getByLabel("Adresse électronique ou numéro Forprev").fill(users.demandeur);
  await page.getByRole("button", { name: "Recevoir un lien" }).click();
  await expect(page.getByText("S’il existe un compte sous cet identifiant")).toBeVisible();
  const mail = await arrived(page, "Choisir un autre mot de passe");
  await axe(page);
  await pictures(page, info, "messagerie");
  const link = await mail.getByRole("link").first().getAttribute("href");
  expect(link).toMatch(/\/lien#[\w-]{43}$/);
  const { pathname, hash } = new URL(link ?? "");
  const words = "trois girafes dans le bus";
  await page.goto(`${pathname}${hash}`);
  await page.getByLabel("Nouveau mot de passe", { exact: true }).fill(words);
  await axe(page);
  await page.getByRole("button", { name: "Enregistrer le mot de passe" }).click();
  await expect(page.getByRole("link", { name: "Se connecter" }).first()).toBeVisible();
  await page.goto("/connexion");
  await page.getByLabel("Adresse électronique ou numéro Forprev").fill(users.demandeur);
  await page.getByLabel("Mot de passe", { exact: true }).fill(words);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Connexion");
  // Whoever has the mail later is told that it has served.
  await page.goto("/connexion");
  await page.goto(`${pathname}${hash}`);
  await expect(page.getByText("Ce lien ne sert plus")).toBeVisible();
});

test("messages are read, and mails chosen", async ({ page }, info) => {
  await signIn(page, "formateur");
  const inMenu = page.getByRole("link", { name: "Messages", exact: true });
  await expect(inMenu).toHaveAccessibleDescription(/non lus?$/);
  await inMenu.click();
  await expect(title(page, "Messages")).toBeVisible();
  await expect(page.getByRole("main").getByText("Non lu").first()).toBeVisible();
  await axe(page);
  await pictures(page, info, "messages");
  await page.getByRole("button", { name: "Tout marquer comme lu" }).click();
  await expect(page.getByText("Non lu")).toHaveCount(0);
  await expect(inMenu).toHaveAccessibleDescription("");
  await page.getByRole("link", { name: "Choisir mes e-mails" }).click();
  await page.getByLabel("Les échéances proches").selectOption("weekly");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("Vos choix sont enregistrés.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Les échéances proches")).toHaveValue("weekly");
});

test("mails of a kind are stopped by their own link, without signing in", async ({ page }, info) => {
  const mail = await arrived(page, "Session SST niveau 1 à vérifier");
  const link = await mail.getByRole("link").last().getAttribute("href");
  const { pathname, hash } = new URL(link ?? "");
  expect(pathname).toBe("/desabonnement");
  await page.goto(`${pathname}${hash}`);
  await expect(title(page, "Ne plus recevoir ces e-mails")).toBeVisible();
  await axe(page);
  await pictures(page, info, "desabonnement");
  await page.getByRole("button", { name: "Ne plus recevoir ces e-mails" }).click();
  await expect(page.getByText("C’est fait")).toBeVisible();
  await axe(page);
});

test("INRS sees how scheduled work runs, and what became of mails", async ({ page }, info) => {
  await arrived(page, "Session SST niveau 1 à vérifier");
  await page.goto("/connexion");
  await signInHere(page, "inrs");
  await page.getByRole("link", { name: "Travaux planifiés" }).click();
  await expect(page.getByRole("rowheader", { name: /Envoi des messages/ })).toBeVisible();
  await expect(page.getByText("En ordre").first()).toBeVisible();
  await axe(page);
  await pictures(page, info, "travaux");
  await page.getByRole("link", { name: "E-mails" }).click();
  await page.getByLabel("État").selectOption("sent");
  await expect(page).toHaveURL(/etat=sent/);
  await expect(page.getByRole("rowheader", { name: "session.submitted" }).first()).toBeVisible();
  await axe(page);
});

test("an agent invites a gestionnaire on proof, who signs in and comes back to the invitation", async ({ page, phone }) => {
  await signIn(phone, "gestionnaire");
  await phone.goto("/organisations/successeur");
  await expect(title(phone, "Page non accessible")).toBeVisible();
  await signOut(phone);
  await signIn(page, "inrs");
  await page.goto("/organisations/successeur");
  await expect(title(page, "Inviter un gestionnaire sur justificatif")).toBeVisible();
  await page.getByLabel("SIRET de l’organisation").fill("73282932000075");
  await page.getByLabel("Nom", { exact: true }).fill("Roux");
  await page.getByLabel("Prénom").fill("Dominique");
  await page.getByLabel("Date de naissance").fill("02/10/1979");
  await page.getByLabel("Adresse électronique").fill(users.formateur);
  await page.getByLabel("Motif et justificatif").fill("Extrait Kbis du 20 novembre 2026.");
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByText("Ce numéro SIRET n’est pas valide.").first()).toBeVisible();
  await axe(page);
  const { items } = await (await page.request.get("/api/v1/public/organisations?limit=1")).json();
  await page.getByLabel("SIRET de l’organisation").fill(items[0].siret);
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(title(page, "Vérifiez avant d’envoyer")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(title(page, "Tableau de bord")).toBeVisible();

  const mail = await arrived(phone, `Invitation : gestionnaire de ${items[0].raison_sociale}`);
  const { pathname, hash } = new URL((await mail.getByRole("link").first().getAttribute("href")) ?? "");
  await phone.goto(`${pathname}${hash}`);
  await expect(title(phone, "Invitation")).toBeVisible();
  await expect(phone).toHaveURL(/\/invitation$/);
  await phone.getByRole("main").getByRole("link", { name: "Se connecter" }).click();
  await signInHere(phone, "formateur");
  await expect(title(phone, "Invitation")).toBeVisible();
  await phone.getByRole("button", { name: "Accepter l’invitation" }).click();
  await expect(title(phone, "L’invitation est acceptée")).toBeVisible();
  // It has served: the tab keeps it no longer.
  await phone.goto("/invitation");
  await expect(phone.getByText("Ouvrez le lien du message")).toBeVisible();
});
