// Accounts: asked for, and kept. What a mail brings is told in the mails' own story.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, users } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "accounts" });

const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("an account is asked for with the keyboard alone; a slip and a shared address are told", async ({ page }, info) => {
  await page.setViewportSize(widths.phone);
  await page.goto("/connexion");
  await tabTo(page, page.getByRole("link", { name: "Créer un compte demandeur" }));
  await page.keyboard.press("Enter");
  await expect(title(page, "Créer un compte demandeur")).toBeFocused();
  const send = page.getByRole("button", { name: "Demander le compte" });
  await tabTo(page, send);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Ce champ est à remplir.").first()).toBeVisible();
  await axe(page);
  for (const [label, text] of [
    ["Nom", "Le Goff"],
    ["Prénom", "Anaïs"],
    ["Adresse électronique", "contact@gmial.com"],
    ["Téléphone", "02 99 00 00 00"],
  ] as const) {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  }
  await expect(page.getByText("Cette adresse semble lue par plusieurs personnes.")).toBeVisible();
  await expect(page.getByText("Vouliez-vous écrire contact@gmail.com ?")).toBeVisible();
  await axe(page);
  await pictures(page, info, "creer-un-compte");
  await page.getByRole("button", { name: "Corriger" }).click();
  await expect(page.getByLabel("Adresse électronique", { exact: true })).toHaveValue("contact@gmail.com");
  await tabTo(page, send);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Un message est en route")).toBeVisible();
  await axe(page);
});

test("a forgotten password is told in the same words whoever has an account", async ({ page }, info) => {
  for (const identifier of [users.demandeur, "nobody@demo.example"]) {
    await page.goto("/mot-de-passe-oublie");
    await page.getByLabel("Adresse électronique ou numéro Forprev").fill(identifier);
    await page.getByRole("button", { name: "Recevoir un lien" }).click();
    await expect(page.getByText("S’il existe un compte sous cet identifiant")).toBeVisible();
  }
  await axe(page);
  await pictures(page, info, "mot-de-passe-oublie");
});

test("a link that does not serve says so, and leaves the address bar", async ({ page }, info) => {
  await page.goto("/lien#wrong");
  await expect(page.getByText("Ce lien ne sert plus")).toBeVisible();
  await expect(page).toHaveURL(/\/lien$/);
  await expect(page.getByRole("link", { name: "Recevoir un autre lien" })).toBeVisible();
  await axe(page);
  await pictures(page, info, "lien");
  await page.goto("/lien");
  await expect(page.getByText("L’adresse est incomplète")).toBeVisible();
});

test("one's own account: data, sign-ins, export", async ({ page, browser }, info) => {
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await signIn(other, "demandeur");
  await signIn(page, "demandeur");
  await page.getByTitle("Mon compte").click();
  await page.getByRole("link", { name: "Mon compte", exact: true }).click();
  await expect(title(page, "Mon compte")).toBeFocused();
  await page.getByLabel("Téléphone").fill("02 99 00 00 00");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByText("Données enregistrées.")).toBeVisible();
  await axe(page);
  await pictures(page, info, "mon-compte");
  const roles = page.getByRole("region", { name: "Ce que mes rôles permettent" });
  await expect(roles.getByRole("heading", { level: 3, name: "Demandeur" })).toBeVisible();
  await expect(roles.getByRole("listitem").filter({ hasText: "voir les habilitations" })).toBeVisible();
  await expect(roles.getByRole("listitem").filter({ hasText: "inviter des utilisateurs" })).toHaveCount(0);

  await page.getByRole("button", { name: "Terminer toutes les autres" }).click();
  await expect(page.getByRole("table", { name: "Mes connexions" }).getByRole("row")).toHaveCount(2);
  await other.reload();
  await expect(title(other, "Forprev")).toBeVisible();
  await expect(other.getByRole("banner").getByRole("link", { name: "Se connecter" })).toBeVisible();
  await elsewhere.close();

  const password = page.getByRole("region", { name: "Exporter mes données" }).getByLabel("Votre mot de passe", { exact: true });
  await password.fill("not mine at all");
  await page.getByRole("button", { name: "Télécharger mes données" }).click();
  await expect(page.getByText("Ce n’est pas votre mot de passe actuel.").first()).toBeVisible();
  await password.fill("demo-forprev-2026");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Télécharger mes données" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("forprev-mes-donnees.json");
});

test("weak passwords are refused while they are typed", async ({ page }) => {
  await signIn(page, "delegataire");
  await page.goto("/mon-compte");
  const section = page.getByRole("region", { name: "Mon mot de passe" });
  await section.getByLabel("Mot de passe actuel", { exact: true }).fill("demo-forprev-2026");
  for (const [password, told] of [
    ["court", "12 caractères au moins."],
    ["motdepasse123", "Ce mot de passe est trop facile à deviner"],
  ] as const) {
    await section.getByLabel("Nouveau mot de passe", { exact: true }).fill(password);
    await section.getByLabel("Nouveau mot de passe", { exact: true }).blur();
    await expect(section.getByText(told).first()).toBeVisible();
  }
});
