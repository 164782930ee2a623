// Users of an organisation and agents: invited in two steps, found by filters that stand in the URL, suspended, removed.

import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { widths } from "../fixtures/viewport.ts";

test.use({ share: "users" });

const title = (page: Page, name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

test("a gestionnaire finds users by filters that a reload keeps, on a phone", async ({ phone: page }) => {
  await signIn(page, "gestionnaire");
  await page.goto("/utilisateurs");
  await title(page, "Utilisateurs");
  await expect(page.getByRole("link", { name: "Gwenaëlle Riou" })).toBeVisible();
  await axe(page);
  await page.getByLabel("État").selectOption({ label: "Suspendu" });
  await expect(page).toHaveURL(/etat=suspended/);
  await expect(page.getByRole("link", { name: "Émile Pastor" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Gwenaëlle Riou" })).toBeHidden();
  await page.reload();
  await expect(page.getByLabel("État")).toHaveValue("suspended");
  await expect(page.getByText("1 résultat", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Effacer les filtres" }).click();
  const invited = page.getByRole("row").filter({ hasText: "Okafor" });
  await expect(invited.getByText("Invité", { exact: true })).toBeVisible();
  // As Forprev 1 called the roles (E7).
  const search = page.getByLabel("Nom, adresse ou rôle");
  await search.fill("CEH");
  await search.press("Enter");
  await expect(invited).toBeHidden();
  await expect(page.getByRole("link", { name: "Gwenaëlle Riou" })).toBeVisible();
  await search.fill("cea");
  await search.press("Enter");
  await expect(invited).toBeVisible();
  await expect(page.getByRole("link", { name: "Gwenaëlle Riou" })).toBeHidden();
  await expect(page.getByLabel("Rôle").getByRole("option", { name: "Délégataire (anciennement CEA)" })).toBeAttached();
});

test("a user is invited with the keyboard alone, in two steps", async ({ page }) => {
  await page.setViewportSize(widths.phone);
  await signIn(page, "gestionnaire");
  await page.goto("/utilisateurs/nouveau");
  await title(page, "Inviter un utilisateur");
  for (const [label, text] of [
    ["Nom", "Moreau"],
    ["Prénom", "Inès"],
    ["Date de naissance", "12/04/1988"],
    ["Adresse électronique", "ines.moreau@exemple.fr"],
  ] as const) {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  }
  await tabTo(page, page.getByRole("radio", { name: "Gestionnaire" }));
  await page.keyboard.press("Space");
  const may = (role: string) => page.getByRole("region", { name: `Ce que peut faire un ${role}` }).getByRole("listitem");
  await expect(may("gestionnaire").filter({ hasText: "inviter des utilisateurs" })).toBeVisible();
  await expect(page.getByText("Anciennement CEH.")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(may("délégataire").filter({ hasText: "déclarer, corriger, transmettre et annuler des sessions" })).toBeVisible();
  await expect(may("délégataire").filter({ hasText: "inviter des utilisateurs" })).toHaveCount(0);
  const sst = page.getByRole("checkbox", { name: "SST niveau 1" });
  await tabTo(page, page.getByRole("button", { name: "Continuer" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Choisissez au moins une habilitation.").first()).toBeVisible();
  await axe(page);
  await tabTo(page, sst);
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Continuer" }));
  await page.keyboard.press("Enter");
  // Nothing has left yet: one looks at it first, and may go back.
  await expect(page.getByRole("heading", { level: 1, name: "Vérifiez avant d’envoyer" })).toBeFocused();
  await axe(page);
  await tabTo(page, page.getByRole("button", { name: "Modifier" }));
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Nom", { exact: true })).toHaveValue("Moreau");
  await tabTo(page, page.getByRole("button", { name: "Continuer" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Envoyer l’invitation" }));
  await page.keyboard.press("Enter");
  await title(page, "Utilisateurs");
  await page.getByRole("link", { name: "Inès Moreau" }).click();
  await title(page, "Inès Moreau");
  await expect(page.getByText("Délégataire (anciennement CEA)")).toBeVisible();
  await expect(may("délégataire").first()).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Renvoyer l’invitation" }).click();
  await expect(page.getByText("L’invitation est renvoyée. Le lien précédent ne sert plus.").first()).toBeVisible();
  await page.getByRole("button", { name: "Annuler l’invitation" }).click();
  await title(page, "Utilisateurs");
  await expect(page.getByRole("link", { name: "Inès Moreau" })).toBeHidden();
});

test("a suspended délégataire has no access until it is given back; who leaves hands sessions over", async ({ page, phone }) => {
  await signIn(phone, "delegataire");
  await signIn(page, "gestionnaire");
  await page.goto("/utilisateurs");
  await page.getByRole("link", { name: "Tiago Ferreira" }).click();
  await page.getByRole("button", { name: "Suspendre" }).click();
  await expect(page.getByText("Les droits sont suspendus.").first()).toBeVisible();
  await phone.goto("/sessions");
  await title(phone, "Page non accessible");
  await page.getByRole("button", { name: "Rendre les droits" }).click();
  await expect(page.getByText("Les droits sont rendus.").first()).toBeVisible();
  await phone.goto("/sessions");
  await title(phone, "Sessions");
  await page.getByRole("button", { name: "Retirer de l’organisation" }).click();
  const dialog = page.getByRole("dialog", { name: "Retirer Tiago Ferreira ?" });
  await expect(dialog).toBeVisible();
  await page.setViewportSize(widths.phone);
  await axe(page);
  const successor = dialog.getByRole("combobox");
  if (await successor.count()) {
    await dialog.getByRole("button", { name: "Retirer", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("à confier");
    await successor.selectOption({ label: "Gwenaëlle Riou (Gestionnaire)" });
  }
  await dialog.getByRole("button", { name: "Retirer", exact: true }).click();
  await title(page, "Utilisateurs");
  await expect(page.getByRole("link", { name: "Tiago Ferreira" })).toBeHidden();
  await page.goto("/utilisateurs/acces");
  await expect(page.getByText("Aucun accès n’est à confirmer")).toBeVisible();
  await axe(page);
});

test("INRS invites an agent, and is the only one to see agents", async ({ page, phone }) => {
  await signIn(phone, "gestionnaire");
  await phone.goto("/agents");
  await title(phone, "Page non accessible");
  await signIn(page, "inrs");
  await page.setViewportSize(widths.phone);
  await page.goto("/agents");
  await title(page, "Agents");
  await expect(page.getByRole("row").filter({ hasText: "Kermarrec" })).toBeVisible();
  await axe(page);
  await page.goto("/agents/nouveau");
  await page.getByLabel("Nom", { exact: true }).fill("Le Gall");
  await page.getByLabel("Prénom").fill("Yann");
  await page.getByLabel("Date de naissance").fill("02/10/1979");
  await page.getByLabel("Adresse électronique").fill("yann.legall@exemple.fr");
  await page.getByRole("radio", { name: "Instructeur" }).check();
  await page.getByLabel("Caisse").selectOption({ label: "Carsat Bretagne" });
  await axe(page);
  await page.getByRole("button", { name: "Continuer" }).click();
  await title(page, "Vérifiez avant d’envoyer");
  await page.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await title(page, "Agents");
  await expect(page.getByRole("row").filter({ hasText: "Le Gall" })).toBeVisible();
});

test("a link that is no invitation says so", async ({ page }) => {
  await page.setViewportSize(widths.phone);
  await page.goto("/invitation");
  await expect(page.getByText("Ouvrez le lien du message")).toBeVisible();
  await axe(page);
  await page.goto(`/connexion`);
  await page.goto(`/invitation#${"a".repeat(43)}`);
  await expect(page.getByText("Ce lien d’invitation n’est pas valable")).toBeVisible();
  await expect(page).toHaveURL(/\/invitation$/);
  await axe(page);
});
