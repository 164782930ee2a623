// Mails through a mail server that speaks TLS once it is asked to, as on port 587: no word of a letter goes before.

import { plainText } from "../fixtures/post.ts";
import { expect, test } from "../fixtures/test.ts";
import { users } from "../fixtures/users.ts";

test.use({ share: "starttls", mailed: "starttls" });

test("a mail leaves over STARTTLS, with the account", async ({ page, post }) => {
  await page.goto("/mot-de-passe-oublie");
  await page.getByLabel("Adresse électronique ou numéro Forprev").fill(users.demandeur);
  await page.getByRole("button", { name: "Recevoir un lien" }).click();
  await expect(page.getByText("S’il existe un compte sous cet identifiant")).toBeVisible();
  const letter = () => post?.letters.find(({ to }) => to.includes(users.demandeur));
  await expect.poll(letter, { timeout: 30_000 }).toBeTruthy();
  const found = letter();
  if (!found) throw new Error("no letter");
  expect(found.secure).toBe(true);
  expect(plainText(found)).toMatch(/\/lien#[\w-]{43}/);
});
