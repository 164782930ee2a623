import type { Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { day, french } from "../fixtures/clock.ts";
import { fillForm, five, openForm } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, type Who } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "refusals" });

/** The day `months` after the server's. */
function inMonths(now: string, months: number): string {
  const date = new Date(`${day(now)}T12:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

const marchand = { search: "Marchand", name: "Éloïse Marchand" };

/** Presses "Transmettre" and sees that the form stays, with a summary that holds `message`. */
async function isRefused(page: Page, message: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: "Transmettre au formateur" }).click();
  await expect(page.getByText(/^Une correction est nécessaire$|^\d+ corrections sont nécessaires$/)).toBeVisible();
  await expect(page.getByText(message).first()).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Nouvelle session" })).toBeVisible();
  await axe(page);
}

test("a formateur who is not qualified is shown with the reason, and the session is not transmitted", async ({ page, now }, info) => {
  await signIn(page, "gestionnaire");
  await openForm(page);
  const end = day(now, -1);
  await page.getByLabel("Dernier jour", { exact: true }).fill(french(end));
  await page.getByLabel("Ajouter un formateur").fill("Garnier");
  const found = page.getByRole("list", { name: "Formateurs trouvés" });
  await expect(found.getByText("Non qualifié")).toBeVisible();
  const reason = /n’est pas qualifié pour ce dispositif et ce niveau le/;
  await expect(found.getByText(reason)).toBeVisible();
  await axe(page);
  await pictures(page, info, "formateur-non-qualifie");
  await fillForm(page, { end: french(end), formateur: { search: "Garnier", name: "Łukasz Garnier" }, trainees: five });
  await expect(page.getByText(/1 point à compléter/)).toBeVisible();
  await isRefused(page, reason);
});

test("a session that is declared too early is refused while it is typed, and on transmission", async ({ page, now }) => {
  await signIn(page, "gestionnaire");
  await openForm(page);
  const end = inMonths(now, 5);
  await fillForm(page, { end: french(end), formateur: marchand, trainees: five });
  const message = "Cette session peut être déclarée à partir du";
  await expect(page.getByText(message).first()).toBeVisible();
  await isRefused(page, message);
});

test("a session that is declared too late is refused while it is typed, and on transmission", async ({ page, now }) => {
  await signIn(page, "gestionnaire");
  await openForm(page);
  const end = inMonths(now, -2);
  await fillForm(page, { end: french(end), formateur: marchand, trainees: five });
  const message = "Cette session devait être déclarée au plus tard le";
  await expect(page.getByText(message).first()).toBeVisible();
  await isRefused(page, message);
});

/** Where the links of the sessions' list lead. */
async function listed(page: Page): Promise<string[]> {
  await page.goto("/sessions");
  const links = page.getByRole("rowheader").getByRole("link");
  await expect(links.first()).toBeVisible();
  return links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
}

test("a délégataire sees their own sessions only", async ({ page, phone }) => {
  await signIn(page, "gestionnaire");
  const all = await listed(page);
  await signIn(phone, "delegataire");
  const own = await listed(phone);
  expect(own).toHaveLength(5);
  expect(all).toEqual(expect.arrayContaining(own));
  await axe(phone);
  const other = all.find((address) => !own.includes(address)) ?? "";
  await phone.goto(other);
  await expect(phone.getByRole("heading", { level: 1, name: "Page introuvable" })).toBeVisible();
  await axe(phone);
});

test("an instructeur sees sessions of the caisse, and no trainee", async ({ page, phone }, info) => {
  await signIn(page, "gestionnaire");
  const of_organisation = await listed(page);
  await signIn(phone, "instructeur");
  const seen = await listed(phone);
  const session = of_organisation.find((address) => seen.includes(address)) ?? "";
  expect(session).not.toBe("");

  await page.goto(session);
  const names = page.getByRole("table", { name: "Stagiaires" }).getByRole("rowheader");
  await expect(names.first()).toBeVisible();
  const people = await names.allTextContents();

  await phone.goto(session);
  await expect(phone.getByText("Votre profil ne donne pas accès à l’identité des stagiaires.")).toBeVisible();
  for (const name of people) await expect(phone.getByRole("main")).not.toContainText(name);
  await axe(phone);
  await pictures(phone, info, "instructeur-session");
  await phone.goto(`${session}/modifier`);
  await expect(phone.getByText(/Page non accessible|ne peut pas être modifiée|Page introuvable/).first()).toBeVisible();
});

for (const who of ["demandeur", "cnh", "inrs"] as const satisfies Who[]) {
  test(`${who} cannot declare a session, and sees no trainee`, async ({ page }, info) => {
    await signIn(page, who);
    await expect(page.getByRole("heading", { level: 1, name: "Tableau de bord" })).toBeVisible();
    await expect(page.getByText("Rien à traiter")).toBeVisible();
    await axe(page);
    await pictures(page, info, `${who}-tableau-de-bord`);
    await page.goto("/sessions/nouvelle");
    await expect(page.getByRole("heading", { level: 1, name: "Page non accessible" })).toBeVisible();
    await axe(page);
    await page.goto("/sessions");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Sessions|Page non accessible/);
    await expect(page.getByRole("link", { name: "Nouvelle session" })).toHaveCount(0);
    await axe(page);
    await pictures(page, info, `${who}-sessions`);
  });
}
