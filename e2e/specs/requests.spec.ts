// Habilitation requests, on the organisation's side: asked for, written, completed, submitted, given up.

import { axe } from "../fixtures/accessibility.ts";
import { heading, rennes, stored } from "../fixtures/file.ts";
import { press, tabTo, type } from "../fixtures/keyboard.ts";
import { ask, attach, confirm, fillPedagogy, look, newcomer, numberOf, offer, open, submit } from "../fixtures/request.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signOut } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "requests" });

test("a newcomer makes a first request, with the keyboard", async ({ page, phone, now }, info) => {
  const number = await numberOf(phone, "formateur");
  await newcomer(page, phone, rennes, now);

  // Nothing yet; a first request is begun by keyboard.
  await page.goto("/demandes");
  await expect(page.getByText("Aucune demande", { exact: true })).toBeVisible();
  await axe(page);
  await press(page, "link", "Nouvelle demande");
  await heading(page, "Nouvelle demande");
  await expect(offer(page, "SST niveau 1")).toContainText("Première demande");
  await pictures(page, info, "offers-first");
  await axe(page);
  await tabTo(page, offer(page, "SST niveau 1").getByRole("button"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "SST niveau 1" })).toBeFocused();
  const request = new URL(page.url()).pathname;
  await expect(page.getByRole("list", { name: "Avancement de la demande" }).locator("[aria-current=step]")).toContainText("Brouillon");
  // No platforms at this level: no such part.
  await expect(page.getByRole("tab")).toHaveText(["Général", "Pédagogie", "Instruction", "Historique"]);
  await expect(page.getByText("Accordée aujourd’hui, l’habilitation vaudrait du 9 mars 2026 au 8 mars 2029")).toBeVisible();

  // All that is missing is told at once, and led to.
  await press(page, "button", "Soumettre la demande");
  const missing = page.locator("#missing");
  await expect(missing).toBeFocused();
  await expect(missing.getByText("Il reste 5 points à compléter avant l’envoi")).toBeVisible();
  await expect(missing.getByRole("listitem")).toContainText([
    "Données administratives", "Déroulé de la formation", "Lettre d’engagement", "Programme pédagogique", "Formateurs",
  ]);
  await pictures(page, info, "missing");
  await axe(page);
  await tabTo(page, missing.getByRole("link", { name: /^Lettre d’engagement/ }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/pedagogie\?champ=documents\/lettre_engagement$/);
  await expect(page.getByRole("tabpanel", { name: "Pédagogie" })).toBeVisible();
  await expect(page.getByText("Cette pièce est à joindre.").first()).toBeVisible();

  // Who trains: a number that is none, one that is nobody's, one that is a formateur's.
  await page.goto(`${request}/pedagogie`);
  await type(page, "Numéro Forprev du formateur", "ABC");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toBeVisible();
  await page.getByLabel("Numéro Forprev du formateur").fill("ZZZ99999");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "ZZZ99999" })).toContainText("Numéro inconnu");
  await tabTo(page, page.getByRole("button", { name: "Retirer ZZZ99999" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("ZZZ99999")).toBeHidden();
  await expect(page.getByLabel("Numéro Forprev du formateur")).toBeFocused();
  await page.keyboard.type(number);
  await page.keyboard.press("Enter");
  const formateur = page.getByRole("listitem").filter({ hasText: number });
  await expect(formateur).toContainText("Éloïse Marchand");
  await expect(formateur).toContainText("Qualifié à ce jour");
  await type(page, "Programme", "Deux jours.");
  await type(page, "Organisation dans le temps", "De 9 h à 17 h.");
  await stored(page);
  // What was typed is on the server, whichever part is in sight.
  await page.reload();
  await expect(page.getByLabel("Organisation dans le temps")).toHaveValue("De 9 h à 17 h.");
  for (const label of ["Programme pédagogique", "Déroulé de la formation", "Lettre d’engagement"]) await attach(page, label);
  await pictures(page, info, "pedagogy");
  await axe(page);

  // Tabs by arrows, each with its address.
  await tabTo(page, page.getByRole("tab", { name: "Pédagogie" }), "Shift+Tab");
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/\/general$/);
  await press(page, "button", "Je confirme que ces données sont exactes");
  await expect(page.getByText("Vous avez confirmé ces données aujourd’hui")).toBeVisible();
  await pictures(page, info, "general");
  await press(page, "button", "Soumettre la demande");
  const dialog = page.getByRole("dialog", { name: "Soumettre cette demande ?" });
  await expect(dialog).toContainText("1 formateur");
  await expect(dialog).toContainText("3 pièces demandées jointes");
  await axe(page);
  await tabTo(page, dialog.getByRole("button", { name: "Oui, soumettre" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("La demande est envoyée à la caisse.").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Soumettre la demande" })).toBeHidden();
  await expect(page.getByRole("list", { name: "Avancement de la demande" }).locator("[aria-current=step]")).toContainText("Recevabilité");
  await look(page);
  await open(page, "instruction");
  await expect(page.getByText("La demande est actuellement chez : Caisse.")).toBeVisible();
  await page.getByLabel("Votre message").fill("Bonjour, voici notre demande.");
  await page.getByRole("button", { name: "Envoyer le message" }).click();
  await expect(page.getByText("Bonjour, voici notre demande.")).toBeVisible();
  await pictures(page, info, "instruction");
  await open(page, "history");
  await expect(page.getByText("A déposé une demande d’habilitation")).toBeVisible();
  await page.goto("/demandes");
  await expect(page.getByRole("row").filter({ hasText: "SST niveau 1" })).toContainText("Recevabilité");
  await pictures(page, info, "list");
  await axe(page);

  // The agent of the caisse has it in the queue, and reads the message; not another organisation's people.
  await phone.goto("/demandes");
  await expect(phone.getByRole("link", { name: rennes.name })).toBeVisible();
  await axe(phone);
  await pictures(phone, info, "queue");
  await phone.getByRole("link", { name: rennes.name }).click();
  await expect(phone.getByRole("button", { name: "Soumettre la demande" })).toBeHidden();
  await open(phone, "instruction");
  await expect(phone.getByText("Bonjour, voici notre demande.")).toBeVisible();
  await look(phone);
  await signOut(phone);
  await signIn(phone, "gestionnaire");
  await phone.goto(request);
  await heading(phone, "Page introuvable");
});

test("platforms where the level asks for them, each with its letter", async ({ page, phone }, info) => {
  const number = await numberOf(phone, "formateur");
  await signIn(page, "gestionnaire");
  await page.goto("/demandes/nouvelle");
  await expect(offer(page, "ECHAFPIED niveau 1")).toContainText("Demande complémentaire");
  // What is held and not to be renewed yet says when it can be (C12, C13).
  await expect(offer(page, "CATEC niveau 1")).toContainText("Son renouvellement peut être demandé à partir du");
  await pictures(page, info, "offers");
  await axe(page);
  await ask(page, "ECHAFPIED niveau 1");
  await fillPedagogy(page, number);
  // Not qualified for these: said, and not hidden.
  await expect(page.getByRole("listitem").filter({ hasText: number })).toContainText("Non qualifié à ce jour");
  await confirm(page);
  await page.getByRole("button", { name: "Soumettre la demande" }).click();
  await page.locator("#missing").getByRole("link", { name: /^Plateformes/ }).click();
  await expect(page.getByRole("tabpanel", { name: "Technique" })).toBeVisible();

  for (const [index, one] of [["Atelier de Rennes", "35000"], ["Atelier de Valserhône", "01200"]].entries()) {
    await page.getByRole("button", { name: "Ajouter une plateforme" }).click();
    const card = page.getByRole("region", { name: new RegExp(`^(Plateforme ${index + 1}|${one[0]})$`) });
    await expect(card.getByLabel("Nom de la plateforme")).toBeFocused();
    await page.keyboard.type(one[0]!);
    await card.getByLabel("Type d’équipement").fill("Échafaudage de pied fixe");
    await card.getByLabel("Adresse").fill("3 rue de l’Industrie");
    await card.getByLabel("Code postal").fill(one[1]!);
    await stored(page);
  }
  const second = page.getByRole("region", { name: "Atelier de Valserhône" });
  // One postal code, two départements: the commune is chosen (O1).
  await expect(page.locator("#missing").getByRole("link", { name: /^Atelier de Valserhône – Commune/ })).toBeVisible();
  await second.getByLabel("Commune").selectOption({ label: "Valserhône (01)" });
  for (const name of ["Atelier de Rennes", "Atelier de Valserhône"]) {
    const card = page.getByRole("region", { name });
    const field = card.getByLabel("Lettre d’engagement de la plateforme", { exact: true }).and(page.locator("input"));
    await field.setInputFiles({ name: "engagement.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n") });
    await expect(card.getByText("engagement.pdf", { exact: true })).toBeVisible();
  }
  await pictures(page, info, "technique");
  await axe(page);
  // A third is begun and taken away again.
  await page.getByRole("button", { name: "Ajouter une plateforme" }).click();
  await page.getByRole("button", { name: "Retirer la plateforme Plateforme 3" }).click();
  await page.getByRole("button", { name: "Oui, retirer" }).click();
  await expect(page.getByRole("region", { name: "Plateforme 3" })).toBeHidden();
  await stored(page);
  await submit(page);
  await expect(page.getByText("01200 Valserhône")).toBeVisible();
  await axe(page);
});

test("a renewal tells its dates, comes with what was held, and is given up", async ({ page }, info) => {
  await page.setViewportSize(widths.phone);
  await signIn(page, "gestionnaire");
  await page.goto("/demandes/nouvelle");
  // It ends 160 days from the first day of the server: 16 August 2026 (H3, H4, C14).
  const renewal = offer(page, "PRAPIBC niveau 1");
  await expect(renewal).toContainText("Votre habilitation vaut jusqu’au 16 août 2026");
  await expect(renewal).toContainText("il commence le 17 août 2026 et vaut jusqu’au 16 août 2031");
  const request = await ask(page, "PRAPIBC niveau 1");
  await expect(page.getByText("Renouvellement", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Demander ne prolonge rien.")).toBeVisible();
  await pictures(page, info, "renewal");
  await axe(page);
  // One at most of a dispositif and level (H6).
  await page.goto("/demandes/nouvelle");
  await expect(offer(page, "PRAPIBC niveau 1")).toContainText("Une demande est déjà en cours");
  await page.goto(request);
  await page.getByRole("button", { name: "Abandonner", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Abandonner cette demande ?" });
  await dialog.getByLabel("Motif").fill("Nous cessons cette activité.");
  await axe(page);
  await dialog.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByText("Abandonnée", { exact: true })).toBeHidden();
  await page.getByRole("button", { name: "Abandonner", exact: true }).click();
  await dialog.getByLabel("Motif").fill("Nous cessons cette activité.");
  await dialog.getByRole("button", { name: "Abandonner la demande" }).click();
  await expect(page.getByText("La demande est abandonnée.").first()).toBeVisible();
  await expect(page.getByText("Abandonnée", { exact: true })).toBeVisible();
  await open(page, "history");
  await expect(page.getByText("Nous cessons cette activité.")).toBeVisible();
  await axe(page);
  await page.goto("/demandes/nouvelle");
  await expect(offer(page, "PRAPIBC niveau 1").getByRole("button")).toBeVisible();
});
