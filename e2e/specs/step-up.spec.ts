// A14: before certificates are generated, accounts merged or an identity corrected, who has been signed in for a while shows
// again who they are.

import { axe } from "../fixtures/accessibility.ts";
import { day } from "../fixtures/clock.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, users } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

// The server starts again, later: for nobody else.
test.use({ share: "step-up" });

test("the password is asked for again, and what was begun goes on", async ({ page, server, now }, info) => {
  await signIn(page, "gestionnaire");
  const { items } = await (await page.request.get("/api/v1/sessions?state=verified&dispositif=SST")).json();
  const ended = items.find(({ ends_on }: { ends_on?: string }) => ends_on && ends_on < day(now));
  await page.goto(`/sessions/${ended.id}`);
  await expect(page.getByRole("button", { name: "Générer les certificats" })).toBeVisible();
  await server.restartAfter(20);
  await page.getByRole("button", { name: "Générer les certificats" }).click();
  await page.getByRole("dialog", { name: "Générer les certificats ?" }).getByRole("button", { name: "Oui, générer" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirmez votre identité" });
  await expect(dialog).toBeVisible();
  await axe(page);
  await pictures(page, info, "confirmation");
  await dialog.getByLabel("Mot de passe").fill("pas le mien");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Ce n’est pas votre mot de passe actuel").first()).toBeVisible();
  await dialog.getByLabel("Mot de passe").fill("demo-forprev-2026");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Certificats", exact: true })).toBeVisible();
});

test("accounts are merged, parted again and an identity is corrected by who confirmed theirs", async ({ page, server }, info) => {
  await signIn(page, "inrs");
  await page.goto(`/personnes?q=${encodeURIComponent(users.delegataire)}`);
  const number = await page.getByRole("cell").filter({ hasText: /^[A-Z]{3}[0-9]{5}$/ }).textContent();
  await page.goto(`/personnes?q=${encodeURIComponent(users.demandeur)}`);
  const merged = await page.getByRole("cell").filter({ hasText: /^[A-Z]{3}[0-9]{5}$/ }).textContent();
  const name = (await page.getByRole("rowheader").first().textContent()) ?? "";
  await server.restartAfter(40);
  await page.getByRole("button", { name: /^Fusionner/ }).click();
  const dialog = page.getByRole("dialog");
  const confirm = async () => {
    await expect(page.getByRole("heading", { name: "Confirmez votre identité" })).toBeVisible();
    await axe(page);
    await page.getByLabel("Mot de passe").fill("demo-forprev-2026");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Confirmez votre identité" })).toBeHidden();
  };
  await expect(dialog.getByLabel("Motif")).toHaveCount(0);
  await confirm();
  await dialog.getByLabel("Numéro Forprev de la personne gardée").fill(number ?? "");
  await dialog.getByLabel("Motif").fill("Deux comptes");
  await dialog.getByRole("button", { name: "Fusionner ce compte" }).click();
  await expect(page.getByText("Le compte est fusionné.").first()).toBeVisible();

  await page.goto(`/personnes?q=${encodeURIComponent(name.trim())}`);
  const row = page.getByRole("row").filter({ hasText: merged ?? "" });
  await expect(row).toBeVisible();
  await server.restartAfter(60);
  await row.getByRole("button", { name: /^Annuler la fusion/ }).click();
  await expect(dialog.getByRole("button", { name: "Oui, annuler la fusion" })).toHaveCount(0);
  await confirm();
  await pictures(page, info, "annuler-fusion");
  await dialog.getByRole("button", { name: "Oui, annuler la fusion" }).click();
  await expect(page.getByText("La fusion est annulée.").first()).toBeVisible();

  await server.restartAfter(80);
  await row.getByRole("link", { name: /^Rétablir l’accès/ }).click();
  await expect(page.getByRole("region", { name: "Corriger l’identité" })).toHaveCount(0);
  await confirm();
  const identity = page.getByRole("region", { name: "Corriger l’identité" });
  await identity.getByLabel("Prénom").fill("Camille-Anne");
  await identity.getByLabel("Motif et justificatif vu").fill("Acte de naissance");
  await identity.getByRole("button", { name: "Corriger" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Camille-Anne/ })).toBeVisible();
});
