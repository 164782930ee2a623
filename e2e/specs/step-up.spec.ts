// A14: before certificates are generated, who has been signed in for a while shows again who they are.

import { axe } from "../fixtures/accessibility.ts";
import { day } from "../fixtures/clock.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";
import { pictures } from "../fixtures/viewport.ts";

// The server starts again, later: for nobody else.
test.use({ share: "step-up" });

test("the password is asked for again, and what was begun goes on", async ({ page, server, now }, info) => {
  await signIn(page, "gestionnaire");
  const { items } = await (await page.request.get("/api/v1/sessions?state=verified&dispositif=SST")).json();
  const ended = items.find(({ ends_on }: { ends_on?: string }) => ends_on && ends_on < day(now));
  await page.goto(`/sessions/${ended.id}`);
  await expect(page.getByRole("button", { name: "Générer les certificats" })).toBeVisible();
  await server.restartAfter(20);
  await page.getByRole("button", { name: "Générer les certificats" }).click();
  await page.getByRole("dialog", { name: "Générer les certificats ?" }).getByRole("button", { name: "Oui, générer" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirmez votre identité" });
  await expect(dialog).toBeVisible();
  await axe(page);
  await pictures(page, info, "confirmation");
  await dialog.getByLabel("Mot de passe").fill("pas le mien");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Ce n’est pas votre mot de passe actuel").first()).toBeVisible();
  await dialog.getByLabel("Mot de passe").fill("demo-forprev-2026");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Certificats", exact: true })).toBeVisible();
});
