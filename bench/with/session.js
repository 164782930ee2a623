// A session of ten trainees, from its declaration to its certificates.

const NAMES = ["Œuvrard", "Bałut", "D’Hondt", "Șerban", "Le Bihan", "Yıldız", "Trần", "Weiß", "Aït Ali", "Castaing"];

/** What `double@` declares: they manage an organisation, and train for it. */
export async function newSession(user) {
  const me = await user.json("GET", "/api/v1/me");
  const organisation = me.profiles.find((profile) => profile.organisation_id).organisation_id;
  const { items } = await user.json("GET", `/api/v1/organisations/${organisation}/habilitations?offered=true`);
  const sst = items.find((one) => one.dispositif === "SST" && one.level === 1);
  return {
    habilitation_id: sst.id,
    certificate_code: "SST",
    kind: "initial",
    ends_on: "2026-11-20",
    place: { name: "Centre", address: "1 rue de la Paix", postal_code: "44000", city: "Nantes", insee_code: "44109" },
    formateurs: [{ forprev_number: me.forprev_number, lead: true }],
    trainees: NAMES.map((last_name, place) => ({ last_name, first_name: "Camille", birth_date: `19${80 + place}-03-01` })),
  };
}

/** Takes one to where its certificates can be generated; its identifier. */
export async function verified(user, session) {
  const { id, trainees } = await user.json("POST", "/api/v1/sessions", session);
  await user.post(`/api/v1/sessions/${id}/submit`);
  const results = trainees.map((trainee) => ({ trainee_id: trainee.id, outcome: "passed" }));
  await user.post(`/api/v1/sessions/${id}/results`, { dates_confirmed: true, identities_confirmed: true, results });
  return id;
}

/** Generates its certificates and fetches all of them; the archive's bytes. */
export async function certify(user, id) {
  await user.post(`/api/v1/sessions/${id}/certificates`);
  return (await user.get(`/api/v1/sessions/${id}/certificates.zip`)).arrayBuffer();
}
