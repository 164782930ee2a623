import { axe } from "../fixtures/accessibility.ts";
import { openTask } from "../fixtures/session.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

test.use({ share: "return" });

const COMMENT = "Le nom de la première personne est à revoir : « d’Hervé » s’écrit en deux mots.";

test("a formateur returns a session, its declarer corrects it and transmits it again", async ({ page, phone, now }, info) => {
  test.setTimeout(120_000);
  // The demo's session that ended yesterday waits for its formateur.
  await signIn(phone, "formateur");
  const address = await openTask(phone, now);

  // Without a comment it does not go.
  await phone.getByRole("button", { name: "Renvoyer pour correction" }).click();
  const dialog = phone.getByRole("dialog", { name: "Renvoyer la session pour correction" });
  await dialog.getByRole("button", { name: "Renvoyer la session" }).click();
  await expect(dialog.getByText("Une correction est nécessaire")).toBeVisible();
  await axe(phone);
  await dialog.getByLabel("Que faut-il corriger ?").fill(COMMENT);
  await dialog.getByRole("button", { name: "Renvoyer la session" }).click();
  await expect(phone.getByText("La session est renvoyée à la personne qui l’a déclarée.").first()).toBeVisible();
  await expect(phone.getByRole("heading", { name: "Vérifier cette session" })).toHaveCount(0);
  await pictures(phone, info, "formateur-renvoyee");

  // The declarer finds it among what waits, reads the comment, corrects a name.
  await signIn(page, "gestionnaire");
  await page.goto("/a-traiter");
  await page.locator(`a[href="${address}"]`).filter({ hasText: "Corriger la session renvoyée" }).click();
  await expect(page.getByText("Commentaire du formateur")).toBeVisible();
  await expect(page.getByText(COMMENT)).toBeVisible();
  await axe(page);
  await pictures(page, info, "declarant-renvoyee");
  await page.getByRole("link", { name: "Corriger la session" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Modifier la session" })).toBeVisible();
  await expect(page.getByText(COMMENT)).toBeVisible();

  // S7 and a mandatory field are looked at again.
  const name = page.getByLabel("Nom, ligne 1", { exact: true });
  await name.fill("");
  await page.getByRole("button", { name: "Transmettre au formateur" }).click();
  await expect(page.getByText(/Une correction est nécessaire|corrections sont nécessaires/)).toBeVisible();
  await axe(page);
  await name.fill("d’ Hervé");
  await page.getByRole("button", { name: "Transmettre au formateur" }).click();
  await expect(page.getByText("La session est transmise au formateur.").first()).toBeVisible();
  await expect(page).toHaveURL(address);

  // The formateur has it again, with the corrected name.
  await phone.goto(address);
  await expect(phone.getByRole("group", { name: /^d’ Hervé/ })).toBeVisible();
});
