// B19: the server asks the register of companies that its operator set up, and goes on without it where it is down.

import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../fixtures/users.ts";

test.use({ share: "register", registered: true });

test("a SIRET is looked up where the operator said, and told as not to be had where that is down", async ({ page, register }) => {
  await signIn(page, "gestionnaire");
  const lookUp = async (siret: string) => {
    const answer = await page.request.get(`/api/v1/register/companies/${siret}`);
    return { status: answer.status(), body: await answer.json() };
  };
  const found = await lookUp("73282932000074");
  expect(found.status).toBe(200);
  expect(found.body).toMatchObject({ raison_sociale: "PREVENTION OUEST", city: "NANTES", open: true });
  const closed = await lookUp("55210055400013");
  expect(closed.body).toMatchObject({ open: false, closed_on: "2025-10-31" });
  const partial = await lookUp("35600000000048");
  expect(partial.body).not.toHaveProperty("raison_sociale");
  expect(partial.body).not.toHaveProperty("address");

  register?.down(true);
  const silent = await lookUp("73282932000082");
  expect(silent).toMatchObject({ status: 424, body: { code: "register.unreachable" } });
  expect(silent.body.detail).toContain("remplissez les champs vous-même");
  // What it said before is still known.
  expect((await lookUp("73282932000074")).status).toBe(200);
});
