// The form of a session when things go wrong: lost answers, several tabs, drafts that time has passed by.

import { axe } from "../fixtures/accessibility.ts";
import { day, french } from "../fixtures/clock.ts";
import { newSession, reference, save, saved, SST, storedSession, unreachable } from "../fixtures/form.ts";
import { gate, loseAnswer } from "../fixtures/network.ts";
import { drafts } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";

test.use({ share: "form" });

test("a file whose answer was lost is sent again and stored once; its report stays at hand while one corrects", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await newSession(page);
  await page.getByRole("button", { name: "Importer un fichier" }).click();
  const dialog = page.getByRole("dialog", { name: "Importer les stagiaires d’un fichier" });
  const file = dialog.getByLabel("Fichier CSV ou XLSX");
  const send = dialog.getByRole("button", { name: "Importer", exact: true });
  await file.setInputFiles({ name: "trop.csv", mimeType: "text/csv", buffer: Buffer.alloc(5 * 1024 * 1024 + 1, "a") });
  await send.click();
  await expect(file).toHaveAccessibleDescription(/trop volumineux/);

  const lines = "Nom;Prénom;Date de naissance\nMartin;Paul;02/04/1990\nDurand;Ana;31/02/1990\n";
  await file.setInputFiles({ name: "stagiaires.csv", mimeType: "text/csv", buffer: Buffer.from(lines) });
  await dialog.getByRole("radio", { name: "Importer les autres lignes" }).check();
  await page.route("**/trainees/import*", loseAnswer);
  await send.click();
  await expect(file).toHaveAccessibleDescription(new RegExp(unreachable));
  await axe(page);
  await page.unroute("**/trainees/import*");
  await send.click();
  await expect(dialog.getByText("2 lignes lues, 1 stagiaire ajouté, 1 ligne refusée")).toBeVisible();
  await dialog.getByRole("button", { name: "Fermer" }).last().click();

  await page.getByLabel("Nom, ligne 2", { exact: true }).fill("Durand");
  await page.getByRole("button", { name: "Revoir le résultat de l’import" }).click();
  await expect(dialog.getByRole("row").filter({ hasText: "Date illisible" })).toBeVisible();
  await dialog.getByRole("button", { name: "Fermer" }).last().click();
  await expect(page.getByLabel("Nom, ligne 1", { exact: true })).toHaveValue("Martin");
  await expect(page.getByLabel("Nom, ligne 2", { exact: true })).toHaveValue("Durand");
  await expect(page.getByLabel("Nom, ligne 3", { exact: true })).toHaveValue("");
});

test("what the rules need and did not get is told, and asked again by hand or once there is a network", async ({ page, context }) => {
  await signIn(page, "gestionnaire");
  await newSession(page);
  await page.route("**/communes?*", (route) => route.abort());
  await page.getByLabel("Code postal").fill("35000");
  const missing = page.getByRole("alert").filter({ hasText: "Une information nécessaire aux contrôles n’a pas été reçue." });
  await expect(missing).toContainText(unreachable);
  await expect(page.getByLabel("Commune")).toContainText("Communes non reçues");
  await axe(page);
  await page.unroute("**/communes?*");
  await missing.getByRole("button", { name: "Réessayer" }).click();
  await expect(page.getByLabel("Commune")).toContainText("Rennes");
  await expect(missing).toHaveCount(0);

  await context.setOffline(true);
  await page.getByLabel("Ajouter un formateur").fill("Marchand");
  await expect(page.getByRole("alert").filter({ hasText: unreachable })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole("button", { name: "Ajouter Éloïse Marchand" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: unreachable })).toHaveCount(0);
});

test("an answer to an earlier search replaces no later one, and what is not shown is counted", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await newSession(page);
  const held = gate();
  await page.route("**/formateurs?*", async (route) => {
    const answer = await route.fetch();
    const early = new URL(route.request().url()).searchParams.get("q") === "Ma";
    if (early) await held.opened;
    await route.fulfill({ response: answer, json: { ...(await answer.json()), total: early ? 99 : 57 } });
  });
  const early = page.waitForRequest(/formateurs\?.*q=Ma(&|$)/);
  await page.getByLabel("Ajouter un formateur").fill("Ma");
  const request = await early;
  await page.getByLabel("Ajouter un formateur").fill("Marchand");
  const told = page.getByText(/formateurs affichés sur 57 trouvés : précisez votre recherche/);
  await expect(told).toBeVisible();
  held.open();
  await (await request.response())?.finished();
  await expect(told).toBeVisible();
  await expect(page.getByRole("list", { name: "Formateurs trouvés" })).toContainText("Marchand");
});

test("two tabs declare two sessions, and what a closed tab kept is offered to who comes back", async ({ page, context, now }) => {
  await signIn(page, "gestionnaire");
  const second = await context.newPage();
  for (const [tab, text, ago] of [[page, "onglet-A", 1], [second, "onglet-B", 2]] as const) {
    await newSession(tab);
    await reference(tab).fill(text);
    await tab.getByLabel("Dernier jour", { exact: true }).fill(french(day(now, -ago)));
  }
  for (const [tab, text, ago] of [[page, "onglet-A", 1], [second, "onglet-B", 2]] as const) {
    // What is found again is checked with the figures of its own end.
    const figures = tab.waitForRequest((request) => request.url().includes("/parameters?") && request.url().includes(day(now, -ago)));
    await tab.reload();
    await figures;
    await expect(tab.getByText("a été retrouvée sur cet appareil")).toBeVisible();
    await expect(reference(tab)).toHaveValue(text);
  }
  await second.close();

  const third = await context.newPage();
  await third.goto("/sessions/nouvelle");
  const offer = third.getByRole("status").filter({ hasText: `dernier jour ${french(day(now, -2))}, 0 stagiaire` });
  await expect(offer).toBeVisible();
  await axe(third);
  await offer.getByRole("button", { name: "Reprendre cette saisie" }).click();
  await expect(reference(third)).toHaveValue("onglet-B");
  await save(third);
  await saved(third);
  await save(page);
  await saved(page);
  for (const text of ["onglet-A", "onglet-B"]) {
    const { items } = await (await page.request.get(`/api/v1/sessions?external_ref=${text}`)).json();
    expect(items).toHaveLength(1);
  }
  expect((await drafts(page)).filter((key) => key.includes("new-session"))).toEqual([]);
});

test("one's own correction whose answer was lost is nobody else's, and an older draft says what it is", async ({ page, phone, now }) => {
  await signIn(page, "delegataire");
  const id = await storedSession(page, now);
  const stored = async () => (await (await page.request.get(`/api/v1/sessions/${id}`)).json()) as { version: number; external_ref: string };
  await page.route(`**/sessions/${id}`, (route) => (route.request().method() === "PATCH" ? loseAnswer(route) : route.continue()));
  await reference(page).fill("perdue");
  await save(page);
  await expect(page.getByText(unreachable).first()).toBeVisible();
  expect((await stored()).external_ref).toBe("perdue");
  await page.unroute(`**/sessions/${id}`);
  await reference(page).fill("reprise");
  await save(page);
  await expect.poll(async () => (await stored()).external_ref).toBe("reprise");
  await expect(page.getByText("Enregistré", { exact: true })).toBeVisible();
  await expect(page.getByText("Quelqu’un a modifié cette session entre-temps")).toHaveCount(0);

  // Typed here and not saved, while somebody else saves.
  await reference(page).fill("gardée ici");
  await expect.poll(async () => (await drafts(page)).some((key) => key.endsWith(`session/${id}`))).toBe(true);
  await signIn(phone, "gestionnaire");
  await phone.goto(`/sessions/${id}/modifier`);
  await reference(phone).fill("ailleurs");
  await save(phone);
  await saved(phone);
  await page.reload();
  await expect(page.getByText("La saisie gardée sur cet appareil est plus ancienne que la session enregistrée")).toBeVisible();
  await expect(page.getByText("Référence externe : ailleurs")).toBeVisible();
  await expect(reference(page)).toHaveValue("gardée ici");
  await axe(page);
  await page.getByRole("button", { name: "Reprendre ce qui est enregistré" }).click();
  await expect(reference(page)).toHaveValue("ailleurs");
});

test("a session that is gone takes its draft with it", async ({ page, phone, now }) => {
  await signIn(page, "delegataire");
  const id = await storedSession(page, now);
  await page.goto(`/sessions/${id}/modifier`);
  await reference(page).fill("jamais enregistrée");
  const kept = async () => (await drafts(page)).some((key) => key.endsWith(`session/${id}`));
  await expect.poll(kept).toBe(true);
  await signIn(phone, "gestionnaire");
  await phone.goto(`/sessions/${id}`);
  await phone.getByRole("button", { name: "Annuler la session" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Annuler et effacer" }).click();
  await expect(phone.getByText("La session est annulée et effacée.").first()).toBeVisible();
  await page.reload();
  await expect(page.getByText("Session introuvable")).toBeVisible();
  expect(await kept()).toBe(false);
});

test("a habilitation that is offered no more is told at its field, and nothing that was typed is lost", async ({ page }) => {
  await signIn(page, "gestionnaire");
  await newSession(page);
  await page.getByLabel("Nom, ligne 1", { exact: true }).fill("Kerbrat");
  await page.route("**/habilitations*", async (route) => {
    const answer = await route.fetch();
    const page = await answer.json();
    const items = page.items.filter((one: { dispositif: string; level: number }) => one.dispositif !== "SST" || one.level !== 1);
    await route.fulfill({ response: answer, json: { ...page, items } });
  });
  await page.reload();
  await expect(page.getByText("L’habilitation choisie n’est plus proposée").first()).toBeVisible();
  await expect(page.getByRole("radio", { name: SST })).toHaveCount(0);
  await expect(page.getByLabel("Nom, ligne 1", { exact: true })).toHaveValue("Kerbrat");
  await expect(page.getByText("La session est complète.")).toHaveCount(0);

  // Another one is chosen, also where the server refused the first, and stored with what was typed.
  await page.unroute("**/habilitations*");
  await page.reload();
  await page.getByLabel("Prénom, ligne 1", { exact: true }).fill("Loïc");
  await page.getByLabel("Né(e) le, ligne 1", { exact: true }).fill("02/04/1990");
  await page.route("**/api/v1/sessions", (route) =>
    route.fulfill({
      status: 404,
      contentType: "application/problem+json",
      json: { type: "about:blank", title: "Introuvable", status: 404, detail: "Introuvable.", code: "not_found", errors: [] },
    }),
  );
  await save(page);
  await expect(page.getByText("Introuvable.").first()).toBeVisible();
  await page.unroute("**/api/v1/sessions");
  await page.getByRole("radio", { name: /niveau 1$/ }).nth(1).check();
  const asked = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/api/v1/sessions"));
  await save(page);
  await saved(page);
  const first = (await page.evaluate(() => document.querySelector<HTMLInputElement>("[name$=habilitation_id]:checked, fieldset input:checked")?.value)) ?? "";
  expect((await asked).postDataJSON().habilitation_id).toBe(first);
});

test("a device that refuses to keep what is typed says so once", async ({ page }) => {
  await page.addInitScript(() => {
    const keep = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key: string, value: string) {
      if (key.startsWith("forprev.draft.")) throw new DOMException("full", "QuotaExceededError");
      keep.call(this, key, value);
    };
  });
  await signIn(page, "gestionnaire");
  await newSession(page);
  await page.getByLabel("Nom, ligne 1", { exact: true }).fill("Kerbrat");
  await page.getByLabel("Prénom, ligne 1", { exact: true }).fill("Loïc");
  await expect(page.getByText("Cet appareil ne peut pas garder votre saisie")).toHaveCount(1);
  await expect(page.getByText("Modifications pas encore enregistrées")).toBeVisible();
  // Of what was only begun, nothing is wrong yet: no field was left with a fault that counts before sending.
  await expect(page.getByText("Erreur :")).toHaveCount(0);
});
