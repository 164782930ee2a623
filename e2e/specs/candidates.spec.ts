// A session that trains formateurs: who already has an account is found by identity, masked, and chosen (C4).

import { axe } from "../fixtures/accessibility.ts";
import { day, french } from "../fixtures/clock.ts";
import { addFormateur, transmit, type Trainee } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "candidates" });

/** A formateur of the demonstration, typed as a declarer may type the name; and people whom nobody knows. */
const KNOWN: Trainee = { last: "OEUVRARD", first: "Anais", born: "01/03/1965" };
const UNKNOWN: Trainee[] = ["Aël", "Bérénice", "Célia", "Dora"].map((first, place) => ({ last: "Kerbrat", first, born: `0${place + 1}/04/1990` }));

test("who already has an account is offered, masked, and chosen; the others get theirs", async ({ page, now }, info) => {
  await signIn(page, "gestionnaire");
  await page.goto("/sessions/nouvelle");
  await page.getByRole("radio", { name: "Sauvetage secourisme du travail, niveau 2" }).check();
  await page.getByRole("group", { name: "Type de session" }).getByRole("radio", { name: /Formation initiale/ }).check();
  await page.getByLabel("Dernier jour", { exact: true }).fill(french(day(now, -1)));
  await page.getByLabel("Nom du lieu").fill("Entrepôt du Port");
  await page.getByLabel("Adresse", { exact: true }).fill("4 quai de la Prévalaye");
  await page.getByLabel("Code postal").fill("35000");
  await addFormateur(page, { search: "Serban", name: "Karim Șerban" });
  for (const [place, { last, first, born }] of [KNOWN, ...UNKNOWN].entries()) {
    const cell = (name: string) => page.getByLabel(`${name}, ligne ${place + 1}`, { exact: true });
    await cell("Nom").fill(last);
    await cell("Prénom").fill(first);
    await cell("Né(e) le").fill(born);
    if (place > 0) await cell("Adresse électronique").fill(`${first.toLowerCase()}@nulle-part.example`.normalize("NFD").replace(/\p{M}/gu, ""));
  }
  await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await expect(page.getByText("La session est enregistrée.").first()).toBeVisible();
  const offered = page.getByRole("region", { name: "Comptes existants" });
  await expect(offered.getByRole("group")).toHaveCount(1);
  // Enough to be recognised by who knows them, not enough to be used.
  await expect(offered.getByRole("radio").first()).toHaveAccessibleName(/^Anaïs Œuvrard, .•+.$/);
  await expect(offered).toContainText(/.•+@demo\.example/);
  await axe(page);
  await pictures(page, info, "comptes-existants");
  await offered.getByRole("radio").first().check();
  const address = await transmit(page);
  const { trainees } = await (await page.request.get(`/api/v1${address}`)).json();
  expect(trainees.map(({ person_id }: { person_id?: string }) => person_id !== undefined)).toEqual([true, false, false, false, false]);
});
