// Every list that one signs in for, at national size, beside itself on the demonstration's data.

import { base, serve, signIn } from "./with/forprev.js";
import { atMost, told } from "./with/rows.js";
import { quantile } from "./with/statistics.js";

const ROUNDS = 1000;

/** Who reads which lists. */
const LISTS = [
  ["gestionnaire", "/sessions"],
  ["gestionnaire", "/sessions?sort=-updated_at&state=submitted"],
  ["gestionnaire", "/tasks"],
  ["gestionnaire", "/organisations/{organisation}/habilitations"],
  ["gestionnaire", "/formateurs?q=ma"],
  ["gestionnaire", "/dispositifs"],
  ["gestionnaire", "/communes?q=saint"],
  ["delegataire", "/sessions"],
  ["formateur", "/sessions"],
  ["formateur", "/tasks"],
  ["formateur", "/me/certificates"],
  ["double", "/sessions"],
  ["double", "/tasks"],
  ["instructeur", "/sessions"],
  ["instructeur", "/sessions?sort=-updated_at&state=submitted"],
  ["instructeur", "/tasks"],
  ["instructeur", "/organisations/{organisation}/habilitations"],
  ["inrs", "/sessions"],
  ["inrs", "/organisations/{organisation}/habilitations"],
];

async function everybody(server) {
  const users = {};
  for (const who of new Set(LISTS.map(([who]) => who))) users[who] = await signIn(server.address, who);
  const me = await users.gestionnaire.json("GET", "/api/v1/me");
  const organisation = me.profiles.find((profile) => profile.organisation_id).organisation_id;
  return (who, path) => users[who].get(`/api/v1${path.replace("{organisation}", organisation)}`);
}

async function time(read, list) {
  const began = performance.now();
  const answer = await read(...list);
  const bytes = (await answer.arrayBuffer()).byteLength;
  return { millis: performance.now() - began, bytes };
}

async function onDatabase(database) {
  const name = database === "sqlite" ? "SQLite" : "PostgreSQL";
  const [large, small] = [base(database, "national"), base(database, "demo")];
  const rows = [told(`a base of national size, ${name}`, large.megabytes, "MB")];
  if (large.seconds) rows.push(told(`filling it, ${name}`, large.seconds, "s"));
  const servers = [await serve(large), await serve(small)];
  const [national, demo] = [await everybody(servers[0]), await everybody(servers[1])];
  for (const list of LISTS) {
    const [theirs, ours] = [[], []];
    let sizes;
    for (let round = 0; round < ROUNDS + 10; round += 1) {
      // One after the other, so that whatever else the machine does meets both.
      const [one, other] = [await time(national, list), await time(demo, list)];
      sizes = [one.bytes, other.bytes];
      if (round < 10) continue;
      ours.push(one.millis);
      theirs.push(other.millis);
    }
    const note = `p99 of ${ROUNDS}, in turns; medians ${quantile(ours, 0.5).toFixed(1)} and ${quantile(theirs, 0.5).toFixed(1)} ms; ${sizes[0]} and ${sizes[1]} bytes`;
    const rate = { value: quantile(ours, 0.99), unit: "ms" };
    rows.push(atMost(`${list.join(" ")}, national, ${name}`, 2, rate, "demo data", quantile(theirs, 0.99), note));
  }
  for (const server of servers) await server.stop();
  return rows;
}

export async function measure() {
  return { rows: [...(await onDatabase("postgres")), ...(await onDatabase("sqlite"))] };
}
