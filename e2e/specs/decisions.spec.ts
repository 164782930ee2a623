// From a submitted request to its letter, by the four sides: the desk of the caisse, INRS's opinion, the CNH's decision by
// itself or at a sitting; letters as a page and as PDF; and the models that INRS edits.

import { readFile } from "node:fs/promises";
import type { Page, TestInfo } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { pdfText } from "../fixtures/certificate.ts";
import { day, french } from "../fixtures/clock.ts";
import { Sides, type Request } from "../fixtures/instruction.ts";
import { download, tick } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "decisions" });

const title = (page: Page, name: string | RegExp) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
const said = (page: Page, text: string) => expect(page.getByText(text).first()).toBeVisible();

/** Nothing for axe at both widths, and a picture of each. */
async function sound(page: Page, info: TestInfo, name: string): Promise<void> {
  const before = page.viewportSize();
  await expect(page.locator(".loading")).toHaveCount(0);
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size);
    await axe(page);
  }
  await pictures(page, info, name);
  if (before) await page.setViewportSize(before);
}

async function open(page: Page, { id }: Request, part = "instruction"): Promise<void> {
  await page.goto(`/demandes/${id}/${part}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("a request goes from the caisse to INRS and the CNH, and its letter is read", async ({ page, phone, browser, server, now }, info) => {
  const sides = await Sides.of(server.url);
  const request = await sides.submitted("ECHAFPIED", true);
  await signIn(page, "instructeur");
  await page.goto("/a-traiter");
  await page.getByRole("link", { name: "Prendre en charge les demandes d’habilitation" }).click();
  await expect(page).toHaveURL(/\/demandes\?chez=caisse&charge=nobody$/);
  await expect(page.getByRole("rowheader", { name: /ECHAFPIED/ }).first()).toBeVisible();
  await open(page, request);
  await title(page, "ECHAFPIED niveau 1");
  const desk = page.getByRole("region", { name: "Instruction de la demande" });
  await expect(desk.getByText("Personne", { exact: true })).toBeVisible();
  // Before it is admissible there is neither an opinion nor a grid, and nothing to hand on.
  await expect(desk.getByRole("heading", { name: "Grille d’examen" })).toHaveCount(0);
  await expect(desk.getByRole("button", { name: "Transmettre à l’INRS" })).toHaveCount(0);
  await sound(page, info, "desk-submitted");
  await desk.getByRole("button", { name: "Prendre en charge" }).click();
  await said(page, "La demande est à votre charge.");
  await expect(desk.getByText("Soazig Kermarrec")).toBeVisible();
  await expect(desk.getByRole("button", { name: /en charge$/ })).toHaveCount(0);
  await desk.getByRole("button", { name: "Déclarer recevable" }).click();
  await page.getByRole("button", { name: "Oui, elle est recevable" }).click();
  await said(page, "La demande est recevable.");

  // What hinders is told before it is pressed.
  const forward = desk.getByRole("button", { name: "Transmettre à l’INRS" });
  await expect(forward).toHaveAttribute("aria-disabled", "true");
  await said(page, "Cet avis manque : la demande ne peut pas encore être transmise.");

  // The grid is stored as it is filled in, and an answer that needs a reason once it has one.
  const grid = page.getByRole("region", { name: "Grille d’examen" });
  const programme = grid.getByRole("group", { name: "Le programme couvre le référentiel de compétences." });
  const schedule = grid.getByRole("group", { name: /^Le déroulé respecte les durées/ });
  await tick(programme, "Conforme");
  await tick(schedule, "Non conforme");
  await expect(grid.getByText(/^2 points examinés sur \d+$/)).toBeVisible();
  const why = grid.getByLabel("Ce qui n’est pas conforme");
  await why.fill("Douze heures au lieu de quatorze.");
  await why.blur();
  await expect(async () => {
    const { grid: stored } = await sides.agent.ask<Request>(`/requests/${request.id}`);
    expect(stored?.find(({ code }) => code === "PED_DEROULE")).toMatchObject({
      answer: "non_conforme",
      comment: "Douze heures au lieu de quatorze.",
    });
    expect(stored?.find(({ code }) => code === "PED_PROGRAMME")?.answer).toBe("conforme");
  }).toPass();
  await sound(page, info, "desk-grid");
  await page.reload();
  await expect(programme.getByLabel("Conforme", { exact: true })).toBeChecked();
  await expect(why).toHaveValue("Douze heures au lieu de quatorze.");

  // The opinions: one against it needs a reason.
  await page.getByRole("button", { name: "Donner l’avis (Avis pédagogique)" }).click();
  const dialog = page.getByRole("dialog", { name: "Avis pédagogique" });
  await tick(dialog, "Défavorable");
  await dialog.getByRole("button", { name: "Enregistrer l’avis" }).click();
  await expect(dialog.getByLabel("Observations")).toBeFocused();
  await sound(page, info, "desk-opinion");
  await dialog.getByLabel("Observations").fill("Durée à revoir.");
  await dialog.getByRole("button", { name: "Enregistrer l’avis" }).click();
  await said(page, "L’avis est enregistré.");
  await page.getByRole("button", { name: "Modifier l’avis (Avis pédagogique)" }).click();
  await tick(dialog, "Favorable");
  await dialog.getByRole("button", { name: "Enregistrer l’avis" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Donner l’avis (Avis technique)" }).click();
  const technical = page.getByRole("dialog", { name: "Avis technique" });
  await tick(technical, "Favorable");
  await technical.getByRole("button", { name: "Enregistrer l’avis" }).click();
  await expect(technical).toBeHidden();
  await forward.click();
  await said(page, "points de la grille ne sont pas examinés.");
  await page.getByRole("button", { name: "Oui, transmettre" }).click();
  await said(page, "La demande est transmise à l’INRS.");
  await expect(page.getByRole("button", { name: "Renvoyer pour compléter" })).toHaveCount(0);

  // INRS, on a phone.
  await signIn(phone, "inrs");
  await open(phone, request);
  await phone.getByRole("button", { name: "Donner l’avis de l’INRS" }).click();
  const inrs = phone.getByRole("dialog", { name: "Avis de l’INRS" });
  await tick(inrs, "Favorable");
  await inrs.getByLabel("Observations").fill("Dossier conforme au cahier des charges.");
  await tick(inrs, "Avis confidentiel");
  await inrs.getByRole("button", { name: "Donner l’avis et transmettre à la CNH" }).click();
  await said(phone, "L’avis de l’INRS est donné.");
  await sound(phone, info, "desk-inrs");

  // The CNH decides it by itself.
  const other = await (await browser.newContext({ baseURL: server.url, viewport: widths.desk })).newPage();
  await signIn(other, "cnh");
  await other.goto("/a-traiter");
  await other.getByRole("link", { name: "Décider des demandes transmises à la CNH" }).click();
  await expect(other).toHaveURL(/\/demandes\?etat=decision$/);
  await open(other, request);
  await said(other, "Dossier conforme au cahier des charges.");
  await other.getByRole("button", { name: "Enregistrer la décision" }).click();
  const decision = other.getByRole("dialog", { name: "Décision de la CNH" });
  await tick(decision, "Accordée");
  // H4: three years less a day, and no end before the beginning.
  await expect(decision.getByText("du 9 mars 2026 au 8 mars 2029")).toBeVisible();
  await decision.getByLabel("Dernier jour de l’habilitation").fill("01/01/2026");
  await decision.getByLabel("Dernier jour de l’habilitation").blur();
  await expect(decision.locator(".field-error")).toBeVisible();
  await sound(other, info, "desk-decision");
  await decision.getByLabel("Dernier jour de l’habilitation").fill("");
  await decision.getByRole("button", { name: "Enregistrer la décision" }).click();
  await said(other, "La décision est enregistrée, et la lettre envoyée.");
  const granted = await sides.cnh.ask<Request>(`/requests/${request.id}`);
  expect(granted.state).toBe("granted");
  expect(granted.habilitation_id).toBeTruthy();
  await other.context().close();

  // The organisation reads its letter, as a page and as a PDF.
  const reader = await (await browser.newContext({ baseURL: server.url, viewport: widths.phone })).newPage();
  await signIn(reader, "gestionnaire");
  await reader.goto(`/organisations/${sides.organisation}`);
  const letters = reader.getByRole("region", { name: "Courriers" });
  await sound(reader, info, "organisation-letters");
  await letters.getByRole("link", { name: "Habilitation accordée" }).click();
  await title(reader, "Décision d’habilitation");
  const letter = reader.getByRole("article");
  await expect(letter).toContainText("Prévention Ouest Formation");
  await expect(letter).toContainText("du 9 mars 2026 au 8 mars 2029 inclus");
  await expect(letter.getByRole("listitem")).toContainText("Douze heures au lieu de quatorze.");
  await sound(reader, info, "letter");
  const { path, file } = await download(reader, "Télécharger le PDF");
  expect(file).toMatch(/\.pdf$/);
  // Lines end where the page does.
  const text = (await pdfText(path)).replaceAll(/\s+/g, " ");
  expect(text).toContain("Prévention Ouest Formation");
  expect(text).toContain("8 mars 2029");
  expect(text).toContain("Douze heures au lieu de quatorze.");
  expect(text).toMatch(/H\d{5}\/2026\/ECHAFPIED-1\/O\//);
  await reader.context().close();
  expect(day(now)).toBe("2026-03-09");
  await sides.close();
});

test("the caisse sends a request back place by place, and the clock stands still", async ({ page, server, now }, info) => {
  const sides = await Sides.of(server.url);
  const request = await sides.admitted("TRANSAP");
  await signIn(page, "instructeur");
  await open(page, request);
  await page.getByRole("button", { name: "Renvoyer pour compléter" }).click();
  const dialog = page.getByRole("dialog", { name: "Renvoyer au demandeur ?" });
  await dialog.getByRole("button", { name: "Renvoyer la demande" }).click();
  await expect(dialog.getByLabel("Ce qui est à compléter")).toBeFocused();
  await dialog.getByLabel("Ce qui est à compléter").fill("Deux points à reprendre.");
  await dialog.getByRole("button", { name: "Ajouter un champ ou une pièce" }).click();
  const first = dialog.getByRole("group", { name: "Correction 1" });
  await first.getByLabel("Champ ou pièce").selectOption({ label: "Programme" });
  await first.getByLabel("Ce qui est à corriger").fill("Ajoutez les durées.");
  await dialog.getByRole("button", { name: "Ajouter un champ ou une pièce" }).click();
  const second = dialog.getByRole("group", { name: "Correction 2" });
  await second.getByLabel("Champ ou pièce").selectOption({ label: "Déroulé de la formation" });
  await second.getByLabel("Ce qui est à corriger").fill("La dernière page manque.");
  // A day that has passed is told while it is typed.
  await dialog.getByLabel("Attendue pour le").fill(french(day(now, -1)));
  await dialog.getByLabel("Attendue pour le").blur();
  await expect(dialog.locator(".field-error")).toBeVisible();
  await sound(page, info, "desk-return");
  // What was typed outlives the dialog.
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Renvoyer pour compléter" }).click();
  await expect(dialog.getByLabel("Ce qui est à compléter")).toHaveValue("Deux points à reprendre.");
  await dialog.getByLabel("Attendue pour le").fill(french(day(now, 14)));
  await dialog.getByRole("button", { name: "Renvoyer la demande" }).click();
  await said(page, "La demande est renvoyée au demandeur.");
  await said(page, "Le délai ne court pas : la demande attend le demandeur.");
  await sound(page, info, "desk-returned");
  const { state, returned } = await sides.gestionnaire.ask<Request>(`/requests/${request.id}`);
  expect(state).toBe("returned");
  expect(returned).toEqual({
    comment: "Deux points à reprendre.",
    corrections: [
      { pointer: "/programme", comment: "Ajoutez les durées." },
      { pointer: "/documents/deroule", comment: "La dernière page manque." },
    ],
    due_on: day(now, 14),
  });
  await sides.close();
});

test("a request goes to another caisse, and away from this one", async ({ page, server }, info) => {
  const sides = await Sides.of(server.url);
  const request = await sides.submitted("TRANSMAT");
  await signIn(page, "instructeur");
  await open(page, request);
  await page.getByRole("button", { name: "Confier à une autre caisse" }).click();
  const dialog = page.getByRole("dialog", { name: "Confier cette demande à une autre caisse ?" });
  await dialog.getByLabel("À qui").selectOption({ label: "INRS" });
  await sound(page, info, "desk-hand-over");
  await dialog.getByRole("button", { name: "Confier la demande" }).click();
  await expect(dialog.getByLabel("Motif")).toBeFocused();
  await dialog.getByLabel("Motif").fill("Dispositif suivi au niveau national.");
  await dialog.getByRole("button", { name: "Confier la demande" }).click();
  await said(page, "La demande est confiée à un autre organisme.");
  await expect(page).toHaveURL(/\/demandes$/);
  await page.goto(`/demandes/${request.id}/instruction`);
  await title(page, "Page introuvable");
  await sides.close();
});

test("a sitting decides its agenda in one go: granted, refused, adjourned to the next one", async ({ page, server, now }, info) => {
  const sides = await Sides.of(server.url);
  for (const dispositif of ["RPS", "HAPASMS", "EVRP"]) await sides.atCnh(dispositif);
  await signIn(page, "cnh");
  await page.goto("/");
  await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Séances" }).click();
  await title(page, "Séances de la CNH");
  await sound(page, info, "sittings-none");

  const plan = async (on: string) => {
    await page.goto("/seances");
    await page.getByRole("button", { name: "Planifier une séance" }).click();
    const dialog = page.getByRole("dialog", { name: "Planifier une séance" });
    await dialog.getByRole("button", { name: "Planifier la séance" }).click();
    await expect(dialog.getByLabel("Date de la séance")).toBeFocused();
    await dialog.getByLabel("Date de la séance").fill(french(on));
    await dialog.getByLabel("Lieu").fill("Paris");
    await dialog.getByRole("button", { name: "Planifier la séance" }).click();
    await said(page, "La séance est planifiée.");
    return new URL(page.url()).pathname;
  };
  const later = await plan(day(now, 30));
  // Its day has not come, and nothing is on its agenda: it can be cancelled, not decided.
  await said(page, "Les décisions de cette séance peuvent être enregistrées à partir du");
  const sitting = await plan(day(now));
  await title(page, "Séance du 9 mars 2026");
  await expect(page.getByRole("button", { name: "Enregistrer les décisions" })).toHaveAttribute("aria-disabled", "true");
  const waiting = page.getByRole("region", { name: "Demandes en attente d’une décision" });
  await expect(waiting.getByRole("checkbox")).toHaveCount(3);
  await sound(page, info, "sitting-empty");
  await waiting.getByRole("button", { name: "Tout cocher" }).click();
  await waiting.getByRole("button", { name: "Ajouter à l’ordre du jour" }).click();
  const agenda = page.getByRole("region", { name: "Ordre du jour" });
  await expect(agenda.getByRole("row")).toHaveCount(4);
  await said(page, "Toutes les demandes en attente sont déjà à l’ordre du jour d’une séance.");
  // The order is the secretary's; the focus stays with what moved.
  const last = agenda.getByRole("row").nth(3);
  const moved = await last.getByRole("cell").nth(1).innerText();
  await last.getByRole("button", { name: /^Monter/ }).click();
  await expect(agenda.getByRole("row").nth(2)).toContainText(moved);
  await expect(agenda.getByRole("row").nth(2).getByRole("button", { name: /^Monter/ })).toBeFocused();
  await said(page, "Des demandes sont à l’ordre du jour de cette séance : retirez-les d’abord.");
  await sound(page, info, "sitting-agenda");

  // All of it in one go.
  await page.getByRole("button", { name: "Enregistrer les décisions" }).click();
  await title(page, "Décisions de la séance");
  const of = (dispositif: string) => page.getByRole("region", { name: new RegExp(`Prévention Ouest Formation, ${dispositif} niveau 1`) });
  await expect(of("RPS").getByText("Favorable")).toHaveCount(2);
  await page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
  await expect(page.getByRole("heading", { name: "3 corrections sont nécessaires" })).toBeVisible();
  await tick(of("HAPASMS"), "Refusée");
  await tick(of("EVRP"), "Ajournée");
  await said(page, "1 demande sans décision");
  await page.getByRole("button", { name: "Accorder celles qui restent" }).click();
  await expect(of("RPS").getByLabel("Accordée")).toBeChecked();
  await expect(of("RPS").getByText("du 9 mars 2026 au 8 mars 2029")).toBeVisible();
  await page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
  await expect(page.getByRole("heading", { name: "2 corrections sont nécessaires" })).toBeVisible();
  await sound(page, info, "sitting-decisions");
  await of("HAPASMS").getByLabel("Motif").fill("Le déroulé ne couvre pas le référentiel.");
  await of("EVRP").getByLabel("Motif").fill("Complément attendu sur les moyens.");
  await of("EVRP").getByLabel("Séance suivante").selectOption({ label: "8 avril 2026, Paris" });
  // What was typed is found again.
  await page.reload();
  await expect(of("HAPASMS").getByLabel("Motif")).toHaveValue("Le déroulé ne couvre pas le référentiel.");
  await expect(of("EVRP").getByLabel("Séance suivante")).not.toHaveValue("");
  await page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
  const ask = page.getByRole("dialog", { name: "Enregistrer ces décisions ?" });
  await expect(ask.getByRole("listitem")).toHaveText(["1 demande accordée", "1 demande refusée", "1 demande ajournée"]);
  await sound(page, info, "sitting-ask");
  await ask.getByRole("button", { name: "Oui, enregistrer" }).click();
  await said(page, "Les décisions sont enregistrées, et les lettres envoyées.");
  await expect(page).toHaveURL(new RegExp(`${sitting}$`));
  const decided = page.getByRole("region", { name: "Décisions de la séance" });
  for (const [dispositif, outcome] of [["RPS", "Accordée"], ["HAPASMS", "Refusée"], ["EVRP", "Ajournée"]] as const) {
    await expect(decided.getByRole("row").filter({ hasText: `${dispositif} niveau 1` })).toContainText(outcome);
  }
  await sound(page, info, "sitting-held");

  // What was adjourned waits on the next agenda; taken off it, the sitting can be cancelled.
  await page.goto(later);
  await expect(agenda.getByRole("row")).toHaveCount(2);
  await agenda.getByRole("button", { name: /^Retirer/ }).click();
  await said(page, "Aucune demande à l’ordre du jour.");
  await page.getByRole("button", { name: "Annuler la séance" }).click();
  await page.getByRole("button", { name: "Oui, annuler la séance" }).click();
  await said(page, "La séance est annulée.");
  await expect(page.getByRole("button", { name: "Modifier la date ou le lieu" })).toHaveCount(0);
  await page.goto("/seances");
  await page.getByLabel("État").selectOption({ label: "Toutes" });
  await expect(page.getByRole("row")).toHaveCount(3);
  await sound(page, info, "sittings");

  // The letters: a refusal says why and how to contest it.
  const { items } = await sides.cnh.ask<{ items: { id: string; kind: string }[] }>(`/organisations/${sides.organisation}/letters`);
  const letterOf = (kind: string) => `/courriers/${items.find((one) => one.kind === kind)?.id}`;
  await page.goto(letterOf("refusal"));
  await title(page, "Refus d’habilitation");
  await expect(page.getByRole("article")).toContainText("Le déroulé ne couvre pas le référentiel.");
  await expect(page.getByRole("article").getByRole("heading", { name: "Voies et délais de recours" })).toBeVisible();
  await page.goto(letterOf("adjournment"));
  await expect(page.getByRole("article")).toContainText("Complément attendu sur les moyens.");
  await sides.close();
});

test("INRS reads sittings and changes none; a caisse knows of none", async ({ page, phone, server }) => {
  const sides = await Sides.of(server.url);
  const { id } = await sides.cnh.send<{ id: string }>("/sittings", { held_on: "2026-09-10", place: "Paris" });
  await signIn(page, "inrs");
  await page.goto(`/seances/${id}`);
  await title(page, "Séance du 10 septembre 2026");
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await signIn(phone, "instructeur");
  await phone.goto("/seances");
  await title(phone, "Page non accessible");
  await sides.close();
});

test("INRS edits a model: what is wrong is told while it is typed, and what it makes is shown", async ({ page }, info) => {
  await signIn(page, "inrs");
  await page.goto("/");
  await page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name: "Modèles de courrier" }).click();
  await title(page, "Modèles de courrier");
  await expect(page.getByRole("row")).toHaveCount(7);
  await sound(page, info, "models");
  await page.getByRole("link", { name: "Habilitation refusée" }).click();
  await title(page, "Habilitation refusée");
  await said(page, "C’est le texte en vigueur : rien à enregistrer.");
  await said(page, "Le modèle est complet.");
  const body = page.getByLabel("Texte du modèle");
  const whole = await body.inputValue();
  await body.fill(whole.replace("{{motif}}", "{{raison}}"));
  const faults = page.locator(".notice").filter({ hasText: "2 points à corriger" });
  await expect(faults).toContainText("Rien ne porte le nom « raison »");
  await expect(faults).toContainText("Une lettre de ce genre doit contenir « motif » entre accolades.");
  await sound(page, info, "model-wrong");
  await page.getByRole("button", { name: "Enregistrer une nouvelle version" }).click();
  await expect(body).toBeFocused();

  // Put in by its button, where the cursor stands.
  await body.fill(whole.replace("{{motif}}", ""));
  const at = whole.indexOf("{{motif}}");
  await body.evaluate((element: HTMLTextAreaElement, at) => element.setSelectionRange(at, at), at);
  await page.getByRole("button", { name: "Insérer {{motif}}" }).click();
  await expect(body).toHaveValue(whole);
  await expect(body).toBeFocused();

  await body.fill(whole.replace("Une nouvelle demande peut", "Une demande nouvelle peut"));
  const preview = page.getByRole("region", { name: "Aperçu" });
  await expect(preview).toContainText("Une demande nouvelle peut être déposée à tout moment.");
  await expect(preview).toContainText("Prévention Ouest Formation");
  // What is typed is found again.
  await page.reload();
  await expect(body).toHaveValue(/Une demande nouvelle peut/);
  const { path } = await download(page, "Aperçu en PDF");
  expect((await readFile(path)).subarray(0, 5).toString()).toBe("%PDF-");
  expect(await pdfText(path)).toContain("Une demande nouvelle peut");
  await page.getByRole("button", { name: "Enregistrer une nouvelle version" }).click();
  await said(page, "La nouvelle version est en vigueur.");
  await said(page, "C’est le texte en vigueur : rien à enregistrer.");
  const versions = page.getByRole("region", { name: "Versions" });
  await expect(versions.getByRole("group")).toHaveCount(2);
  await versions.getByText("Texte d’origine").first().click();
  await sound(page, info, "model");
  await versions.getByRole("button", { name: /^Reprendre ce texte/ }).last().click();
  await expect(body).toHaveValue(whole);

  // A dispositif that has none of its own begins with the common one.
  await page.getByLabel("Dispositif", { exact: true }).selectOption("SST");
  await said(page, "Ce dispositif n’a pas de modèle propre : vous partez du modèle commun.");
  await expect(body).toHaveValue(/Une demande nouvelle peut/);
});
