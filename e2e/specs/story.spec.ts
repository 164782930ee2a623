import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page, TestInfo } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { namesInArchive } from "../fixtures/archive.ts";
import { pdfCodes, pdfText } from "../fixtures/certificate.ts";
import { day, french } from "../fixtures/clock.ts";
import { download, fillForm, five, generate, openForm, sendResults, transmit, verifyAll } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, signOut } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

const run = promisify(execFile);

/** A page as it has to be in any state: nothing for axe to find, as wide as the screen at the most. */
async function sound(page: Page, info: TestInfo, name: string): Promise<void> {
  await axe(page);
  await pictures(page, info, name);
}

test("a session goes from its declaration to its certificates, by three people", async ({ page, phone, now }, info) => {
  test.setTimeout(180_000);
  const end = french(day(now, -1));

  // The délégataire declares it.
  await signIn(page, "delegataire");
  await page.goto("/sessions");
  await expect(page.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  await sound(page, info, "sessions");
  await openForm(page);
  await sound(page, info, "nouvelle-session");
  await fillForm(page, { end, formateur: { search: "Marchand", name: "Éloïse Marchand" }, trainees: five });
  await expect(page.getByText("Qualifié jusqu’au")).toBeVisible();
  await expect(page.getByText("La session est complète.")).toBeVisible();
  await sound(page, info, "session-remplie");
  const address = await transmit(page);
  await expect(page.getByText("En attente de la vérification par Éloïse Marchand.")).toBeVisible();
  await sound(page, info, "session-transmise");

  // The formateur verifies it on a phone.
  await signIn(phone, "formateur");
  await expect(phone.getByRole("heading", { level: 2, name: "À traiter" })).toBeVisible();
  await sound(phone, info, "formateur-a-traiter");
  await phone.locator(`a[href="${address}"]`).first().click();
  await expect(phone.getByRole("heading", { name: "Vérifier cette session" })).toBeVisible();
  await expect(phone.getByRole("group", { name: "Œuvrard Maël" })).toBeVisible();
  await sound(phone, info, "verification");
  await verifyAll(phone);
  await expect(phone.getByText("5 reçus, 0 non reçu")).toBeVisible();
  await sound(phone, info, "verification-remplie");
  await sendResults(phone);
  await sound(phone, info, "verification-envoyee");

  // The gestionnaire checks, and generates the certificates.
  await signOut(page);
  await signIn(page, "gestionnaire");
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "Contrôle final" })).toBeVisible();
  await expect(page.getByText(/Éloïse Marchand a saisi les résultats le/)).toBeVisible();
  await sound(page, info, "controle-final");
  await generate(page, five.length);
  const certificates = page.getByRole("region", { name: "Certificats", exact: true });
  await expect(certificates.getByText("15 jours restants")).toBeVisible();
  await expect(certificates.getByRole("row")).toHaveCount(five.length + 1);
  await sound(page, info, "certificats");

  // One certificate, all in one file, one file each.
  const one = await download(page, "Télécharger le certificat de Œuvrard Maël");
  expect(one.file).toMatch(/\.pdf$/);
  const text = await pdfText(one.path);
  for (const printed of ["Maël Œuvrard", "2 avril 1990"]) expect.soft(text).toContain(printed);
  expect(await pdfCodes(one.path)).toEqual([expect.stringMatching(/\/verifier#FP1[A-Z2-7]+$/)]);

  const merged = await download(page, "Un seul PDF");
  const all = await pdfText(merged.path);
  for (const { last } of five) expect.soft(all).toContain(last);
  const { stdout: facts } = await run("pdfinfo", [merged.path]);
  expect(facts).toMatch(new RegExp(`^Pages:\\s+${five.length}$`, "m"));

  const zip = await download(page, "Un PDF par stagiaire (ZIP)");
  const names = await namesInArchive(zip.path);
  expect(names.filter((name) => name.endsWith(".pdf"))).toHaveLength(five.length);

  // The formateur sees them too; the session is nobody's task any more.
  await phone.reload();
  await expect(phone.getByRole("region", { name: "Certificats", exact: true })).toBeVisible();
  await phone.goto("/");
  await expect(phone.getByRole("heading", { level: 1, name: "Tableau de bord" })).toBeVisible();
});
