// `/verifier`: certificates of the demonstration, read as a stranger reads them, with programs that are not ours.

import { readFile, writeFile } from "node:fs/promises";
import { chromium, type Browser, type Page } from "@playwright/test";
import { axe } from "../fixtures/accessibility.ts";
import { pdfCodes, pdfFilm, pdfPicture, pictureCodes } from "../fixtures/certificate.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn, type Who } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "verification" });

/** Does something as somebody who is signed in, in a browser of their own: who verifies has no account. */
async function as<T>(browser: Browser, url: string, who: Who, what: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ baseURL: url, locale: "fr-FR", timezoneId: "Europe/Paris" });
  try {
    const page = await context.newPage();
    await signIn(page, who);
    return await what(page);
  } finally {
    await context.close();
  }
}

interface Paper {
  number: string;
  holder: string;
  /** The path of its PDF. */
  file: string;
  /** The address that its QR code holds. */
  address: string;
}

/** The certificate at this place of the gestionnaire's certified sessions, downloaded, its QR code read by zbarimg. */
async function paper(browser: Browser, url: string, folder: string, place: number): Promise<Paper> {
  return as(browser, url, "gestionnaire", async ({ request }) => {
    const sessions = (await (await request.get("/api/v1/sessions?state=certified&dispositif=SST")).json()).items;
    const listed = sessions.map(async ({ id }: { id: string }) => {
      const { trainees } = await (await request.get(`/api/v1/sessions/${id}`)).json();
      const { items } = await (await request.get(`/api/v1/sessions/${id}/certificates`)).json();
      return items.map(({ number, trainee_id }: { number: string; trainee_id: string }) => {
        const { first_name, last_name } = trainees.find(({ id }: { id: string }) => id === trainee_id);
        return { number, holder: `${first_name} ${last_name}` };
      });
    });
    const one: { number: string; holder: string } = (await Promise.all(listed)).flat()[place];
    const pdf = await request.get(`/api/v1/certificates/${one.number}.pdf`);
    expect(pdf.headers()["content-type"]).toBe("application/pdf");
    const file = `${folder}/${one.number}.pdf`;
    await writeFile(file, await pdf.body());
    const codes = await pdfCodes(file);
    expect(codes).toHaveLength(1);
    return { ...one, file, address: codes[0] ?? "" };
  });
}

/** Another character in the signature, which takes the code's last hundred characters. */
function tampered(text: string): string {
  const place = text.length - 40;
  const other = text[place] === "A" ? "B" : "A";
  return text.slice(0, place) + other + text.slice(place + 1);
}

const verdict = (page: Page) => page.getByRole("article").getByRole("status");

test("the QR code of a certificate opens the page that says it is authentic and valid", async ({ page, browser, server }, info) => {
  const { number, holder, address } = await paper(browser, server.url, server.folder, 0);
  expect(address).toMatch(new RegExp(`^${server.url}/verifier#FP1[A-Z2-7]+$`));
  await page.goto("/verifier");
  await expect(page.getByRole("heading", { level: 1, name: "Vérifier un certificat" })).toBeVisible();
  await axe(page);
  await pictures(page, info, "verifier");

  await page.goto(address);
  await expect(verdict(page)).toContainText("Certificat authentique et valable");
  await expect(page.getByRole("heading", { level: 2, name: "Résultat" })).toBeFocused();
  await expect(page.getByText(holder, { exact: true })).toBeVisible();
  await expect(page.getByText(number, { exact: true })).toBeVisible();
  // The identity that the code holds stays in no address and reaches no server.
  expect(page.url()).toBe(`${server.url}/verifier`);
  expect(server.log()).not.toContain(address.split("#")[1]);
  await axe(page);
  await pictures(page, info, "verifier-valable");

  await page.getByRole("button", { name: "Vérifier un autre certificat" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Comment voulez-vous vérifier ?" })).toBeFocused();
});

test("the PDF file, a picture of its QR code, the code and the number are ways to the same answer", async ({ page, browser, server }, info) => {
  const { number, holder, file, address } = await paper(browser, server.url, server.folder, 1);
  const picture = await pdfPicture(file, `${server.folder}/photo`);
  expect(await pictureCodes(picture)).toEqual([address]);
  await page.goto("/verifier");
  for (const given of [file, picture]) {
    await page.getByLabel("PDF du certificat, ou photo du QR code").setInputFiles(given);
    await expect(verdict(page)).toContainText("Certificat authentique et valable");
    await expect(page.getByText(holder, { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Vérifier un autre certificat" }).click();
  }
  const typed = page.getByLabel("Code, lien ou numéro du certificat");
  for (const text of [address, address.split("#")[1] ?? ""]) {
    await typed.fill(text);
    await page.getByRole("button", { name: "Vérifier", exact: true }).click();
    await expect(verdict(page)).toContainText("Certificat authentique et valable");
    await page.getByRole("button", { name: "Vérifier un autre certificat" }).click();
  }
  await typed.fill(number.toLowerCase());
  await page.getByRole("button", { name: "Vérifier", exact: true }).click();
  await expect(verdict(page)).toContainText("Ce numéro est celui d’un certificat valable");
  // A number that somebody guesses gives nobody's name.
  await expect(page.getByText(holder)).toHaveCount(0);
  await axe(page);
  await pictures(page, info, "verifier-numero");
});

test("one character changed, in the code or in the PDF file, and it is refused", async ({ page, browser, server }, info) => {
  const { file, address, holder } = await paper(browser, server.url, server.folder, 2);
  await page.goto(tampered(address));
  await expect(page.getByText("Certificat falsifié")).toBeVisible();
  await expect(page.getByText("Certificat authentique")).toHaveCount(0);
  // Of what is not authentic nothing is shown as if it were.
  await expect(page.getByText(holder)).toHaveCount(0);
  await axe(page);
  await pictures(page, info, "verifier-falsifie");

  const code = address.split("#")[1] ?? "";
  const forged = `${server.folder}/falsifie.pdf`;
  const bytes = (await readFile(file)).toString("latin1");
  expect(bytes).toContain(code);
  await writeFile(forged, Buffer.from(bytes.replaceAll(code, tampered(code)), "latin1"));
  await page.goto("/verifier");
  await page.getByLabel("PDF du certificat, ou photo du QR code").setInputFiles(forged);
  await expect(page.getByText("Certificat falsifié")).toBeVisible();

  await page.getByRole("button", { name: "Vérifier un autre certificat" }).click();
  const typed = page.getByLabel("Code, lien ou numéro du certificat");
  for (const [text, told] of [
    [code.slice(0, -7), "Code abîmé ou incomplet"],
    [`FP9${code.slice(3)}`, "Code plus récent que cette page"],
  ] as const) {
    await typed.fill(text);
    await page.getByRole("button", { name: "Vérifier", exact: true }).click();
    await expect(page.getByText(told)).toBeVisible();
    await axe(page);
    await page.getByRole("button", { name: "Vérifier un autre certificat" }).click();
  }
  await typed.fill("bonjour");
  await page.getByRole("button", { name: "Vérifier", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Ceci n’est ni un code, ni un lien" })).toBeVisible();
  await expect(typed).toBeFocused();
  await axe(page);
});

test("a revoked certificate is told as authentic, and revoked", async ({ page, browser, server }, info) => {
  const { number, holder, address } = await paper(browser, server.url, server.folder, 3);
  await as(browser, server.url, "instructeur", async (agent) => {
    const cookies = await agent.context().cookies();
    const token = cookies.find(({ name }) => name === "forprev_csrf")?.value ?? "";
    const answer = await agent.request.post(`/api/v1/certificates/${number}/revoke`, {
      headers: { "X-CSRF-Token": token },
      data: { reason: "Délivré par erreur." },
    });
    expect(answer.status()).toBe(200);
  });
  await page.goto(address);
  await expect(verdict(page)).toContainText("Certificat authentique, mais révoqué");
  await expect(verdict(page)).not.toContainText("valable");
  await expect(page.getByText(holder, { exact: true })).toBeVisible();
  await axe(page);
  await pictures(page, info, "verifier-revoque");
  await page.getByRole("button", { name: "Vérifier un autre certificat" }).click();
  await page.getByLabel("Code, lien ou numéro du certificat").fill(number);
  await page.getByRole("button", { name: "Vérifier", exact: true }).click();
  await expect(verdict(page)).toContainText("Ce numéro est celui d’un certificat révoqué");
});

test("opened once, the page verifies without a network, and says what it could not ask", async ({ page, context, browser, server }, info) => {
  const { holder, address } = await paper(browser, server.url, server.folder, 4);
  await page.goto("/verifier");
  // Ready once it controls the page: what it keeps was kept before.
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    await serviceWorker.ready;
    if (!serviceWorker.controller) {
      await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    }
  });
  await context.setOffline(true);
  const opened = await page.reload();
  expect(opened?.fromServiceWorker()).toBe(true);
  await expect(page.getByRole("heading", { level: 1, name: "Vérifier un certificat" })).toBeVisible();
  await page.goto(address);
  await expect(verdict(page)).toContainText("La révocation n’a pas pu être demandée");
  await expect(verdict(page)).toContainText("Certificat authentique");
  await expect(page.getByText(holder, { exact: true })).toBeVisible();
  await axe(page);
  await pictures(page, info, "verifier-hors-reseau");

  await page.getByRole("button", { name: "Vérifier un autre certificat" }).click();
  await page.getByLabel("Code, lien ou numéro du certificat").fill(tampered(address));
  await page.getByRole("button", { name: "Vérifier", exact: true }).click();
  await expect(page.getByText("Certificat falsifié")).toBeVisible();

  await page.goto("/verifier");
  await page.goto(address);
  await expect(verdict(page)).toContainText("La révocation n’a pas pu être demandée");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Demander de nouveau" }).click();
  await expect(verdict(page)).toContainText("Certificat authentique et valable");
});

test("the camera reads the QR code of a printed certificate, and is switched off", async ({ browser, server, launchOptions }) => {
  const { holder, file } = await paper(browser, server.url, server.folder, 5);
  const film = await pdfFilm(file, `${server.folder}/camera`);
  const camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`];
  const seeing = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), ...camera] });
  try {
    const page = await (await seeing.newContext({ baseURL: server.url, locale: "fr-FR" })).newPage();
    await page.goto("/verifier");
    await page.getByRole("button", { name: "Scanner le QR code" }).click();
    await expect(verdict(page)).toContainText("Certificat authentique et valable");
    await expect(page.getByText(holder, { exact: true })).toBeVisible();
    await expect(page.locator("video")).toHaveCount(0);
  } finally {
    await seeing.close();
  }
  // Where there is none, that is said.
  const page = await browser.newPage({ baseURL: server.url });
  await page.goto("/verifier");
  await page.getByRole("button", { name: "Scanner le QR code" }).click();
  await expect(page.getByText(/Aucun appareil photo utilisable ici|L’accès à l’appareil photo est refusé/)).toBeVisible();
  await page.close();
});
