// Mails through a mail server, over TLS and with an account: what arrives is what people need.

import { plainText } from "../fixtures/post.ts";
import { expect, test } from "../fixtures/test.ts";
import { users } from "../fixtures/users.ts";

test.use({ share: "smtp", mailed: "tls" });

test("a forgotten password is mailed, and its link opens the account", async ({ page, post }) => {
  await page.goto("/mot-de-passe-oublie");
  await page.getByLabel("Adresse électronique ou numéro Forprev").fill(users.demandeur);
  await page.getByRole("button", { name: "Recevoir un lien" }).click();
  await expect(page.getByText("S’il existe un compte sous cet identifiant")).toBeVisible();
  const letter = () => post?.letters.find(({ to }) => to.includes(users.demandeur));
  await expect.poll(letter, { timeout: 30_000 }).toBeTruthy();
  const found = letter();
  if (!found) throw new Error("no letter");
  expect(found.secure).toBe(true);
  expect(found.source).toMatch(/^From: "?Forprev"? <no-reply@forprev\.example>/m);
  expect(found.source).toMatch(/^Content-Type: text\/html/m);
  // A mail about one's security has nothing to unsubscribe from.
  expect(found.source).not.toMatch(/^List-Unsubscribe/m);
  const link = /\/lien#[\w-]{43}/.exec(plainText(found))?.[0];
  expect(link).toBeDefined();
  await page.goto(link ?? "");
  await page.getByLabel("Nouveau mot de passe", { exact: true }).fill("trois girafes dans le bus");
  await page.getByRole("button", { name: "Enregistrer le mot de passe" }).click();
  await expect(page.getByRole("link", { name: "Se connecter" }).first()).toBeVisible();
  // The change of password is told to its owner.
  await expect.poll(() => post?.letters.filter(({ to }) => to.includes(users.demandeur)).length, { timeout: 30_000 }).toBeGreaterThan(1);
});
