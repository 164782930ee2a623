// From an applicant to an organisation: filled in, sent back, completed, accepted; then a change that moves nothing before it
// is accepted.

import { axe } from "../fixtures/accessibility.ts";
import { day, french } from "../fixtures/clock.ts";
import { begin, certificate, fill, heading, lyon, rennes, send, stored } from "../fixtures/file.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "organisation-files" });

test("an applicant becomes a gestionnaire, and a change of address moves nothing before it is accepted", async ({ page, phone, now }, info) => {
  // The form, with the keyboard alone; what is missing is told, and led to.
  await signIn(page, "demandeur");
  await tabTo(page, page.getByRole("link", { name: "Commencer" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Nouvelle organisation" }));
  await page.keyboard.press("Enter");
  await heading(page, "Identité");
  const file = new URL(page.url()).pathname.replace(/\/identite$/, "");
  const type = async (label: string, text: string) => {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  };
  const next = async (title: string) => {
    await tabTo(page, page.getByRole("button", { name: "Suivant" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeFocused();
  };
  await tabTo(page, page.getByRole("radio", { name: "Organisme de formation" }));
  await page.keyboard.press("Space");
  await type("SIRET", rennes.siret);
  await type("Raison sociale", rennes.name);
  await type("Numéro de déclaration d’activité (NDA)", "53351234567");
  await tabTo(page, page.getByLabel("Régime de sécurité sociale"));
  await page.keyboard.type("Régime g");
  await stored(page);
  await next("Adresse");
  await type("Adresse du siège", rennes.street);
  await type("Code postal", rennes.postalCode);
  await expect(page.getByText("Votre dossier sera examiné par Carsat Bretagne")).toBeVisible();
  await next("Contact");
  await type("Nom", "Le Bihan");
  await type("Prénom", "Maëlle");
  await type("Adresse électronique", "contact@atelier.example");
  await type("Téléphone", "02 99 01 02 03");
  await next("URSSAF");
  await type("Date de l’attestation", french(day(now, -20)));
  await type("Code de sécurité", "A1B2C3D4E5F6");
  await page.getByLabel("Attestation de vigilance de l’URSSAF").and(page.locator("input")).setInputFiles(certificate);
  await expect(page.getByText("attestation.pdf", { exact: true }).first()).toBeVisible();
  await next("Publication");
  await tabTo(page, page.getByRole("radio", { name: "Ne pas publier l’organisation" }));
  await page.keyboard.press("ArrowDown");
  await next("Signataire");
  await type("Nom", "Le Bihan");
  await type("Fonction", "Directrice");
  await type("Adresse électronique", "direction@atelier.example");
  await next("Récapitulatif");
  await stored(page);
  await expect(page.getByText("Il reste un point à compléter avant l’envoi")).toBeVisible();
  await pictures(page, info, "summary");
  await axe(page);
  await tabTo(page, page.getByRole("button", { name: "Envoyer à la caisse" }));
  await page.keyboard.press("Enter");
  // Not sent: led to what is missing, and from there to its field.
  await tabTo(page, page.getByRole("link", { name: "Signataire – Prénom" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Prénom", { exact: true })).toBeFocused();
  await expect(page.getByText("À remplir avant de soumettre le dossier.").first()).toBeVisible();
  await axe(page);
  await page.keyboard.type("Maëlle");
  await next("Récapitulatif");
  await tabTo(page, page.getByRole("button", { name: "Envoyer à la caisse" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Le dossier est envoyé.").first()).toBeVisible();
  await heading(page, rennes.name);
  await expect(page.getByText("Le dossier est à Carsat Bretagne depuis aujourd’hui.")).toBeVisible();
  await pictures(page, info, "sent");
  await axe(page);

  // Another file, of a territory that is not this agent's.
  const other = await begin(page);
  await fill(page, lyon, now);
  await send(page);

  // The agent of the caisse finds the one and not the other.
  await signIn(phone, "instructeur");
  await phone.goto("/instruction");
  await heading(phone, "Dossiers à instruire");
  await expect(phone.getByRole("link", { name: rennes.name })).toBeVisible();
  await expect(phone.getByRole("link", { name: lyon.name })).toBeHidden();
  await phone.getByLabel("Nom ou SIRET").fill("rhône");
  await phone.getByLabel("Nom ou SIRET").press("Enter");
  await expect(phone.getByText("Aucun dossier ne correspond")).toBeVisible();
  await phone.goto(other);
  await heading(phone, "Page introuvable");
  await phone.goto("/instruction");
  await axe(phone);
  await phone.getByRole("link", { name: rennes.name }).click();
  await heading(phone, rennes.name);
  await phone.getByRole("button", { name: "Prendre en charge" }).click();
  await expect(phone.getByText("Le dossier est à votre charge.").first()).toBeVisible();
  await phone.getByLabel("Nouvelle note").fill("Kbis vu au téléphone.");
  await phone.getByRole("button", { name: "Ajouter la note" }).click();
  await phone.getByLabel("Votre message").fill("Bonjour, une précision vous est demandée.");
  await phone.getByRole("button", { name: "Envoyer le message" }).click();
  await expect(phone.getByText("Bonjour, une précision vous est demandée.")).toBeVisible();
  await axe(phone);

  // Sent back, with what to correct of one field.
  await phone.getByRole("button", { name: "Renvoyer pour compléter" }).click();
  const dialog = phone.getByRole("dialog", { name: "Renvoyer au demandeur ?" });
  await dialog.getByLabel("Ce qui est à compléter").fill("Merci de préciser l’enseigne.");
  await dialog.getByRole("button", { name: "Ajouter un champ" }).click();
  await dialog.getByLabel("Champ", { exact: true }).selectOption({ label: "Identité – Enseigne ou nom commercial" });
  await dialog.getByLabel("Ce qui est à corriger").fill("L’enseigne figure sur l’attestation.");
  await axe(phone);
  await dialog.getByRole("button", { name: "Renvoyer le dossier" }).click();
  await expect(phone.getByText("Le dossier est renvoyé au demandeur.").first()).toBeVisible();

  // The applicant reads it, and not the note; answers, and completes.
  await page.goto("/dossiers");
  await expect(page.getByRole("row").filter({ hasText: rennes.name })).toContainText("À compléter");
  await axe(page);
  await page.getByRole("link", { name: rennes.name }).click();
  await expect(page.getByText("Merci de préciser l’enseigne.").first()).toBeVisible();
  await expect(page.getByText("Kbis vu au téléphone.")).toBeHidden();
  await page.getByLabel("Votre message").fill("C’est fait.");
  await page.getByRole("button", { name: "Envoyer le message" }).click();
  await pictures(page, info, "returned");
  await axe(page);
  await page.getByRole("link", { name: "Enseigne ou nom commercial" }).click();
  await expect(page.getByLabel("Enseigne ou nom commercial")).toBeFocused();
  await expect(page.getByText("L’enseigne figure sur l’attestation.")).toBeVisible();
  await page.keyboard.type("APO Formation");
  await page.getByRole("link", { name: "Récapitulatif" }).click();
  await send(page);

  // The agent sees what changed, and accepts.
  await phone.goto(file);
  const changes = phone.getByRole("region", { name: "Ce qui a changé depuis le renvoi" });
  await expect(changes.getByRole("row").filter({ hasText: "Enseigne" })).toContainText("APO Formation");
  await expect(phone.getByText("C’est fait.")).toBeVisible();
  await pictures(phone, info, "agent");
  await axe(phone);
  await phone.setViewportSize(widths.phone);
  await phone.getByRole("button", { name: "Valider", exact: true }).click();
  await phone.getByRole("button", { name: "Oui, valider" }).click();
  await expect(phone.getByText("Le dossier est validé.").first()).toBeVisible();

  // The applicant is gestionnaire of what is an organisation now.
  await page.goto(file);
  await page.getByRole("link", { name: "Voir l’organisation" }).click();
  await heading(page, rennes.name);
  await expect(page.getByText("Pas encore confirmées")).toBeVisible();
  const organisation = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Je confirme que ces données sont exactes" }).click();
  await expect(page.getByText("Les données sont confirmées aujourd’hui.").first()).toBeVisible();
  await pictures(page, info, "organisation");
  await axe(page);

  // What is not instructed applies at once.
  await page.getByRole("link", { name: "Modifier sans examen" }).click();
  await page.getByLabel("Téléphone", { exact: true }).fill("02 99 99 99 99");
  await axe(page);
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByText("Les données sont enregistrées.").first()).toBeVisible();
  await expect(page.getByText("02 99 99 99 99")).toBeVisible();

  // A change of address is asked for: what is in force stays.
  await page.getByRole("button", { name: "Demander une modification" }).click();
  await heading(page, "Identité");
  await expect(page.getByText("Ce changement sera examiné par votre caisse.")).toBeVisible();
  await page.getByRole("link", { name: "Adresse", exact: true }).click();
  await page.getByLabel("Adresse du siège").fill("1 place de la Mairie");
  await page.getByLabel("Code postal").fill("44000");
  await expect(page.getByText("Votre dossier sera examiné par Carsat Pays de la Loire")).toBeVisible();
  await stored(page);
  await axe(page);
  await page.getByRole("link", { name: "Récapitulatif" }).click();
  await heading(page, "Récapitulatif");
  const change = new URL(page.url()).pathname.replace(/\/recapitulatif$/, "");
  await send(page);
  await page.goto(organisation);
  await expect(page.getByText(rennes.street)).toBeVisible();
  await expect(page.getByText("Une modification est en cours.")).toBeVisible();

  await phone.goto("/instruction?dossier=change");
  await phone.getByRole("link", { name: rennes.name }).click();
  await expect(phone).toHaveURL(new RegExp(change));
  const asked = phone.getByRole("region", { name: "Ce qui change" });
  await expect(asked.getByRole("row").filter({ hasText: "Adresse du siège" })).toContainText(rennes.street);
  await expect(asked.getByRole("row").filter({ hasText: "Commune" })).toContainText("Nantes (44)");
  await phone.getByRole("button", { name: "Valider", exact: true }).click();
  await phone.getByRole("button", { name: "Oui, valider" }).click();
  await expect(phone.getByText("Le dossier est validé.").first()).toBeVisible();
  await page.goto(organisation);
  await expect(page.getByText("1 place de la Mairie")).toBeVisible();
  await expect(page.getByText("Carsat Pays de la Loire").first()).toBeVisible();
});
