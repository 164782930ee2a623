// A session that trains formateurs: who already has an account is found by identity, masked, and chosen (C4).

import { axe } from "../fixtures/accessibility.ts";
import { day, french } from "../fixtures/clock.ts";
import { pdfText } from "../fixtures/certificate.ts";
import { addFormateur, download, generate, sendResults, transmit, typeTrainees, verifyAll, type Trainee } from "../fixtures/session.ts";
import { reference, save, saved } from "../fixtures/form.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signOut } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "candidates" });

/** Formateurs of the demonstration, typed as a declarer may type their names; the second can sign in as `double`. */
const KNOWN: Trainee[] = [
  { last: "OEUVRARD", first: "Anais", born: "01/03/1965" },
  { last: "nguyen", first: "LINH", born: "12/05/1978" },
];
const UNKNOWN: Trainee[] = ["Aël", "Bérénice", "Célia"].map((first, place) => ({ last: "Kerbrat", first, born: `0${place + 1}/04/1990` }));

interface Stored {
  last_name: string;
  person_id?: string;
}

test("who already has an account is offered, masked, and chosen, and finds their certificate there; the others get an account", async ({
  page,
  phone,
  now,
}, info) => {
  await signIn(page, "gestionnaire");
  await page.goto("/sessions/nouvelle");
  await page.getByRole("radio", { name: "Sauvetage secourisme du travail, niveau 2" }).check();
  await page.getByRole("group", { name: "Type de session" }).getByRole("radio", { name: /Formation initiale/ }).check();
  await page.getByLabel("Dernier jour", { exact: true }).fill(french(day(now, -1)));
  await page.getByLabel("Nom du lieu").fill("Entrepôt du Port");
  await page.getByLabel("Adresse", { exact: true }).fill("4 quai de la Prévalaye");
  await page.getByLabel("Code postal").fill("35000");
  await addFormateur(page, { search: "Marchand", name: "Éloïse Marchand" });
  await typeTrainees(page, [...KNOWN, ...UNKNOWN]);
  for (const [place, { first }] of UNKNOWN.entries()) {
    const address = `${first.toLowerCase()}@nulle-part.example`.normalize("NFD").replace(/\p{M}/gu, "");
    await page.getByLabel(`Adresse électronique, ligne ${KNOWN.length + place + 1}`, { exact: true }).fill(address);
  }
  await save(page);
  await saved(page);
  const offered = page.getByRole("region", { name: "Comptes existants" });
  await expect(offered.getByRole("group")).toHaveCount(KNOWN.length);
  // Enough to be recognised by who knows them, not enough to be used.
  for (const [place, name] of ["Anaïs Œuvrard", "Linh Nguyễn"].entries()) {
    const first = offered.getByRole("group").nth(place).getByRole("radio").first();
    await expect(first).toHaveAccessibleName(new RegExp(`^${name}, .•+.$`));
    await first.check();
  }
  await expect(offered).toContainText(/.•+@demo\.example/);
  // Another name is another question: whoever was chosen for the first is not for the second.
  const first = page.getByLabel("Prénom, ligne 1", { exact: true });
  const saveAgain = async () => {
    await save(page);
    await expect(page.getByText("Enregistré", { exact: true })).toBeVisible();
  };
  await first.fill("Anatole");
  await saveAgain();
  await expect(offered.getByRole("group")).toHaveCount(KNOWN.length - 1);
  await reference(page).fill("choisi pour un autre nom");
  await saveAgain();
  await first.fill("Anais");
  await saveAgain();
  await expect(offered.getByRole("group")).toHaveCount(KNOWN.length);
  await offered.getByRole("group", { name: /Anais OEUVRARD/ }).getByRole("radio").first().check();
  await expect(offered).not.toContainText("double@demo.example");
  await axe(page);
  await pictures(page, info, "comptes-existants");
  const address = await transmit(page);
  const trainees = async (): Promise<Stored[]> => (await (await page.request.get(`/api/v1${address}`)).json()).trainees;
  const withAccount = async () => (await trainees()).map(({ person_id }) => person_id !== undefined);
  expect(await withAccount()).toEqual([true, true, false, false, false]);

  await signIn(phone, "formateur");
  await phone.goto(address);
  await verifyAll(phone);
  await sendResults(phone);
  await page.reload();
  await generate(page, KNOWN.length + UNKNOWN.length);
  expect(await withAccount()).toEqual([true, true, true, true, true]);
  const accounts = (await trainees()).map(({ person_id }) => person_id);
  expect(new Set(accounts).size).toBe(accounts.length);
  const certificates = page.getByRole("region", { name: "Certificats", exact: true });
  await axe(page);
  await pictures(page, info, "certificats-de-formateurs");
  const one = await download(page, "Télécharger le certificat de Kerbrat Célia");
  expect(await pdfText(one.path)).toContain("Formateur SST");
  const row = certificates.getByRole("row").filter({ hasText: /nguy/i });
  const number = (await row.getByText(/^FORM-SST-2026-/).textContent()) ?? "none";

  await signOut(page);
  await signIn(page, "double");
  await page.goto("/mes-certificats");
  const own = page.getByRole("table", { name: "Mes certificats de formateur" });
  await expect(own.getByRole("row").filter({ hasText: number })).toContainText("Valable");
  const [file] = await Promise.all([page.waitForEvent("download"), own.getByRole("button", { name: /Télécharger/ }).click()]);
  expect(await pdfText(await file.path())).toContain(number);
});
