// Every page, as each role that opens it sees it: nothing for axe to find, nothing wider than the screen, on a phone
// and on a desk; and each dialog over them. Steps are looked at where they are taken, in the other files.

import type { Page, TestInfo } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { day } from "../fixtures/clock.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, type Who } from "../fixtures/users.ts";
import { pictures, widths } from "../fixtures/viewport.ts";

test.use({ share: "pages" });
// Nothing is changed here but what a test undoes: both workers share the file.
test.describe.configure({ mode: "parallel" });

async function sound(page: Page, info: TestInfo, name: string): Promise<void> {
  // Not the first screen, nor what stands there while it is found out who looks.
  await expect(page.locator("#first-screen, .loading")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await atBothWidths(page, info, name);
}

async function atBothWidths(page: Page, info: TestInfo, name: string): Promise<void> {
  for (const size of Object.values(widths)) {
    await page.setViewportSize(size);
    await axe(page);
  }
  await pictures(page, info, name);
}

/** What the server answers. */
const ask = async (page: Page, path: string) => (await page.request.get(path)).json();

test("pages for everybody", async ({ page }, info) => {
  for (const [address, title] of [
    ["/", "Forprev"],
    ["/connexion", "Connexion"],
    ["/verifier", "Vérifier un certificat"],
    ["/verifier#FP1", "Vérifier un certificat"],
    ["/invitation", "Invitation"],
    ["/creer-un-compte", "Créer un compte demandeur"],
    ["/mot-de-passe-oublie", "Mot de passe oublié"],
    ["/refus", "Refuser le remplacement de votre adresse"],
    ["/desabonnement", "Ne plus recevoir ces e-mails"],
    ["/messagerie", "Boîte aux lettres de la démonstration"],
    ["/nulle-part", "Page introuvable"],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await sound(page, info, address.replaceAll("/", "-"));
  }
});

const STATES = ["draft", "submitted", "returned", "verified", "certified"];

const SEEN: Record<Who, string[]> = {
  gestionnaire: [
    "/", "/a-traiter", "/sessions", "/sessions/nouvelle", "/utilisateurs", "/utilisateurs/nouveau", "/utilisateurs/acces", "/messages",
    "/mon-compte", "/mon-compte/messages", "/mon-compte/consultations", "/devenir-demandeur",
    "/mon-organisation", "/dossiers", "/demandes", "/demandes/nouvelle", "/contacts",
  ],
  delegataire: ["/", "/sessions", "/sessions/nouvelle"],
  formateur: ["/", "/a-traiter", "/sessions", "/mes-certificats", "/mon-compte"],
  double: ["/", "/sessions/nouvelle", "/mes-certificats"],
  instructeur: [
    "/", "/sessions", "/organisations/successeur", "/retablissements", "/instruction", "/demandes", "/organisations", "/audits",
    "/contacts",
  ],
  inrs: [
    "/", "/a-traiter", "/sessions", "/agents", "/agents/nouveau", "/travaux", "/travaux/messages",
    "/demandes", "/organisations", "/seances", "/modeles-de-courrier", "/audits", "/contacts",
  ],
  // The second page says why it is not theirs.
  demandeur: ["/", "/sessions", "/dossiers", "/demandes"],
  cnh: ["/", "/sessions", "/demandes", "/seances", "/courriers"],
};

for (const who of Object.keys(SEEN) as Who[]) {
  test(`pages as ${who} sees them`, async ({ page }, info) => {
    test.setTimeout(600_000);
    await signIn(page, who);
    for (const address of SEEN[who]) {
      await page.goto(address);
      await sound(page, info, `${who}${address.replaceAll("/", "-")}`);
    }
    for (const state of STATES) {
      const { items = [] } = await ask(page, `/api/v1/sessions?state=${state}&limit=1`);
      if (items.length === 0) continue;
      const address = `/sessions/${items[0].id}`;
      await page.goto(address);
      await sound(page, info, `${who}-session-${state}`);
      const { actions } = await ask(page, `/api/v1${address}`);
      if (actions.edit.allowed) {
        await page.goto(`${address}/modifier`);
        await expect(page.getByRole("heading", { level: 1, name: "Modifier la session" })).toBeVisible();
        await sound(page, info, `${who}-modifier-${state}`);
      }
    }
  });
}

/** Who opens which dialog, on a session in which state (none: a new one), by which button. */
const DIALOGS: Partial<Record<Who, [state: string | undefined, button: string, title: string][]>> = {
  gestionnaire: [
    [undefined, "Coller des lignes", "Coller les stagiaires d’un tableur"],
    [undefined, "Importer un fichier", "Importer les stagiaires d’un fichier"],
    ["submitted", "Annuler la session", "Annuler cette session ?"],
    ["verified", "Renvoyer au formateur", "Renvoyer la session au formateur ?"],
    ["verified", "Générer les certificats", "Générer les certificats ?"],
  ],
  formateur: [
    ["submitted", "Renvoyer pour correction", "Renvoyer la session pour correction"],
    ["submitted", "Tous reçus", "Tous les stagiaires sont reçus ?"],
    ["verified", "Reprendre la session", "Reprendre la session ?"],
  ],
};

for (const [who, dialogs] of Object.entries(DIALOGS) as [Who, (typeof DIALOGS)["formateur"] & object][]) {
  test(`dialogs that ${who} opens`, async ({ page, now }, info) => {
    await signIn(page, who);
    for (const [state, button, title] of dialogs) {
      let address = "/sessions/nouvelle";
      if (state) {
        const { items } = await ask(page, `/api/v1/sessions?state=${state}&dispositif=SST`);
        // One that has ended: before, there are no results to give.
        const ended = items.find(({ ends_on }: { ends_on?: string }) => ends_on && ends_on < day(now));
        address = `/sessions/${ended.id}`;
      }
      await page.goto(address);
      if (!state) await page.getByRole("radio", { name: "Sauvetage secourisme du travail, niveau 1" }).check();
      await page.getByRole("button", { name: button, exact: true }).click();
      const dialog = page.getByRole("dialog", { name: title });
      await expect(dialog).toBeVisible();
      await atBothWidths(page, info, `${who}-${button}`);
      // All of it can be reached on a phone, and Escape leaves it.
      await page.setViewportSize(widths.phone);
      const box = await dialog.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(widths.phone.width);
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
    }
  });
}
