// A formateur's own certificates.

import { axe } from "../fixtures/accessibility.ts";
import { pdfText } from "../fixtures/certificate.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test("a formateur who holds none opens the page of their own certificates from the menu", async ({ page }, info) => {
  await signIn(page, "double");
  await page.getByRole("link", { name: "Mes certificats" }).first().click();
  await expect(page).toHaveURL(/\/mes-certificats$/);
  await expect(page).toHaveTitle(/Mes certificats/);
  await expect(page.getByRole("heading", { level: 1, name: "Mes certificats" })).toBeFocused();
  await expect(page.getByText("Aucun certificat de formateur")).toBeVisible();
  await axe(page);
  await pictures(page, info, "mes-certificats-aucun");
});

test("a formateur's own certificate is downloaded, and authentic", async ({ page }) => {
  await signIn(page, "formateur");
  await page.goto("/mes-certificats");
  const table = page.getByRole("table", { name: "Mes certificats de formateur" });
  await expect(table.getByRole("row")).toHaveCount(2);
  await expect(table.getByRole("cell", { name: "Valable", exact: true })).toBeVisible();
  const number = (await table.getByRole("row").nth(1).innerText()).match(/SST-\d{4}-[0-9A-Z]+/)?.[0] ?? "none";
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    table.getByRole("button", { name: /Télécharger/ }).click(),
  ]);
  const text = await pdfText(await download.path());
  expect(text).toContain(number);
  expect(text).toContain("Formateur");
  await page.goto("/verifier");
  await page.getByLabel("PDF du certificat, ou photo du QR code").setInputFiles(await download.path());
  await expect(page.getByRole("article").getByRole("status")).toContainText("Certificat authentique et valable");
});

test("certificates of every state read well; only those in force can be downloaded", async ({ page }, info) => {
  // The demonstration holds one in force only: the answer is the API's, in each of its states.
  const one = { dispositif: "SST", label: "Formateur SST", kind: "initial" };
  const items = [
    { ...one, number: "SST-2026-73S0ZG9CS", valid_from: "2026-02-01", valid_until: "2029-02-01", status: "valid" },
    { ...one, number: "SST-2026-73S0ZG9CS", valid_from: "2022-02-01", valid_until: "2025-02-01", status: "expired" },
    { ...one, number: "SST-2026-73S0ZG9CS", valid_from: "2025-02-01", valid_until: null, status: "revoked" },
  ];
  await page.route(/\/api\/v1\/me\/certificates(\?|$)/, (route) => route.fulfill({ json: { items, total: items.length } }));
  await signIn(page, "formateur");
  await page.goto("/mes-certificats");
  const table = page.getByRole("table", { name: "Mes certificats de formateur" });
  for (const state of ["Valable", "Expiré", "Révoqué"]) {
    await expect(table.getByRole("cell", { name: state, exact: true })).toHaveCount(1);
  }
  await expect(table.getByRole("button", { name: /Télécharger/ })).toHaveCount(1);
  await expect(table.getByText("Plus téléchargeable")).toHaveCount(2);
  await expect(table.getByText("Sans limite")).toBeVisible();
  await axe(page);
  await pictures(page, info, "mes-certificats");
});
