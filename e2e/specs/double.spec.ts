import { axe } from "../fixtures/accessibility.ts";
import { day, french } from "../fixtures/clock.ts";
import { download, fillForm, five, generate, openForm, sendResults, tick, transmit, verifyAll } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test("one person who holds both roles signs twice", async ({ page, now }, info) => {
  test.setTimeout(120_000);
  await signIn(page, "double");
  await expect(page.getByRole("link", { name: "Mes certificats" }).first()).toBeVisible();

  await openForm(page);
  const end = french(day(now, -1));
  const formateur = { search: "Nguyễn", name: "Linh Nguyễn" };
  const trainees = five.filter(({ last }) => last !== "Nguyễn");
  // The postal code has several communes: one is chosen.
  await fillForm(page, { end, formateur, trainees, at: { postalCode: "69003", commune: "Lyon 3e Arrondissement (69)" } });
  await expect(page.getByText("La session est complète.")).toBeVisible();
  const address = await transmit(page);

  // The first signature, as formateur, on the same page.
  await expect(page.getByText("À vous de la vérifier.")).toBeVisible();
  await axe(page);
  await pictures(page, info, "double-verification");
  await verifyAll(page);
  // One of them did not pass.
  await tick(page.getByRole("group", { name: "Șerban Ioana" }), "Non reçu");
  await expect(page.getByText("3 reçus, 1 non reçu")).toBeVisible();
  await sendResults(page);

  // The second, as gestionnaire.
  await expect(page.getByRole("heading", { name: "Contrôle final" })).toBeVisible();
  await expect(page.getByText("3 stagiaires reçus")).toBeVisible();
  await axe(page);
  await pictures(page, info, "double-controle-final");
  await generate(page, 3);
  const certificates = page.getByRole("region", { name: "Certificats", exact: true });
  await expect(certificates.getByText("Șerban")).toHaveCount(0);
  const one = await download(page, "Télécharger le certificat de Łukaszewicz Zofia");
  expect(one.file).toMatch(/\.pdf$/);

  // A reload shows the same certificates: they are made once.
  const numbers = await certificates.getByText(/^SST-2026-/).allTextContents();
  expect(numbers).toHaveLength(3);
  await page.goto(address);
  await expect(certificates.getByText(/^SST-2026-/)).toHaveText(numbers);
  await expect(page.getByRole("button", { name: "Générer les certificats" })).toHaveCount(0);
});
