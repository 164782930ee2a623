// Every list that one signs in for, as the API's document names them, at national size, beside itself on the
// demonstration's data; asked by those for whom it is slowest. A list that nobody of the demonstration may read is a failure:
// a new one does not escape.

import { base, serve, signIn } from "./with/forprev.js";
import { atMost, notMeasured, told } from "./with/rows.js";
import { quantile } from "./with/statistics.js";

const ROUNDS = 600;
/** How many of those who may read a list are measured, and by how many rounds they are chosen. */
const [READERS, TRIALS] = [2, 15];
const CALLERS = ["gestionnaire", "delegataire", "formateur", "double", "demandeur", "instructeur", "cnh", "inrs"];

/** What a list cannot do without, or is asked besides. Those of reference data need no sign-in, and are measured too. */
const ASKED = {
  list_audit: ["", "?action=create_session"],
  list_communes: ["?q=saint"],
  list_dispositifs: [""],
  list_formateurs: ["?q=ma"],
  list_mails: ["", "?state=bounced"],
  list_people: ["?q=ma"],
  list_sessions: ["", "?sort=-updated_at&state=submitted"],
};

/** The lists of the document: what is read a page at a time. */
async function lists(address) {
  const document = await (await fetch(`${address}/api/v1/openapi.json`)).json();
  const named = (one) => (one.$ref ? document.components.parameters[one.$ref.split("/").at(-1)] : one).name;
  return Object.entries(document.paths).flatMap(([path, { get, parameters = [] }]) => {
    const paged = get && [...parameters, ...(get.parameters ?? [])].some((one) => named(one) === "limit");
    if (!paged || !(get.security?.length || ASKED[get.operationId])) return [];
    return (ASKED[get.operationId] ?? [""]).map((query) => ({ operation: get.operationId, path, query }));
  });
}

/** Somebody at a server, who fills the parameters of a path: with an organisation, or with the first of the list above it. */
async function caller(address, who, organisation) {
  const { headers } = await signIn(address, who);
  const get = (path) => fetch(`${address}${path}`, { headers });
  const filled = async (path) => {
    const at = path.indexOf("/{");
    if (at < 0) return path;
    const above = path.slice(0, at);
    const first = async () => (await (await get(`${above}?limit=1`)).json()).items?.[0]?.id;
    const value = above.endsWith("/organisations") ? organisation : await first();
    return value && filled(path.replace(/\{\w+\}/, value));
  };
  return { get, filled };
}

async function time({ get }, path) {
  const began = performance.now();
  const answer = await get(path);
  const bytes = (await answer.arrayBuffer()).byteLength;
  return { millis: performance.now() - began, bytes, status: answer.status };
}

/** This list as `who` asks it at both servers; nothing where one of them does not answer it. */
async function reader(servers, organisation, who, list) {
  const [national, demo] = await Promise.all(servers.map(({ address }) => caller(address, who, organisation)));
  const paths = await Promise.all([national, demo].map((one) => one.filled(list.path)));
  if (paths.includes(undefined)) return { who, statuses: ["no such thing"] };
  const asks = [national, demo].map((one, place) => () => time(one, paths[place] + list.query));
  const statuses = (await Promise.all(asks.map((ask) => ask()))).map(({ status }) => status);
  return { who, statuses, asks: statuses.every((status) => status === 200) ? asks : undefined };
}

/** Those for whom the list is slowest at national size. */
async function slowest(readers) {
  const tried = [];
  for (const one of readers) {
    const times = [];
    for (let round = 0; round < TRIALS; round += 1) times.push((await one.asks[0]()).millis);
    tried.push({ who: one.who, median: quantile(times, 0.5) });
  }
  return tried.sort((one, other) => other.median - one.median).slice(0, READERS).map(({ who }) => who);
}

async function measured(servers, organisation, who, list, name) {
  // Signed in anew: a sign-in's token does not last as long as all this.
  const { asks } = await reader(servers, organisation, who, list);
  const [ours, theirs] = [[], []];
  let sizes;
  for (let round = 0; round < ROUNDS + 10; round += 1) {
    // One after the other, so that whatever else the machine does meets both.
    const [one, other] = [await asks[0](), await asks[1]()];
    if (one.status !== 200 || other.status !== 200) throw new Error(`${who} ${list.path}: ${one.status}, ${other.status}`);
    sizes = [one.bytes, other.bytes];
    if (round < 10) continue;
    ours.push(one.millis);
    theirs.push(other.millis);
  }
  const note = `p99 of ${ROUNDS}, in turns; medians ${quantile(ours, 0.5).toFixed(1)} and ${quantile(theirs, 0.5).toFixed(1)} ms; ${sizes[0]} and ${sizes[1]} bytes`;
  const rate = { value: quantile(ours, 0.99), unit: "ms" };
  const what = `${who} ${list.path.replace("/api/v1", "")}${list.query}, national, ${name}`;
  return atMost(what, 2, rate, "demo data", quantile(theirs, 0.99), note);
}

async function onDatabase(database) {
  const name = database === "sqlite" ? "SQLite" : "PostgreSQL";
  const [large, small] = [base(database, "national"), base(database, "demo")];
  const rows = [told(`a base of national size, ${name}`, large.megabytes, "MB")];
  if (large.seconds) rows.push(told(`filling it, ${name}`, large.seconds, "s"));
  const servers = [await serve(large), await serve(small)];
  const me = await (await signIn(servers[0].address, "gestionnaire")).json("GET", "/api/v1/me");
  const organisation = me.profiles.find((profile) => profile.organisation_id).organisation_id;
  for (const list of await lists(servers[0].address)) {
    const all = [];
    for (const who of CALLERS) all.push(await reader(servers, organisation, who, list));
    const readers = all.filter(({ asks }) => asks);
    if (readers.length === 0) {
      const answers = [...new Set(all.flatMap(({ statuses }) => statuses))].join(", ");
      rows.push(notMeasured(`${list.operation}, ${name}`, new Error(`nobody reads it: ${answers}`)));
    }
    for (const who of await slowest(readers)) rows.push(await measured(servers, organisation, who, list, name));
  }
  for (const server of servers) await server.stop();
  return rows;
}

export async function measure() {
  return { rows: [...(await onDatabase("postgres")), ...(await onDatabase("sqlite"))] };
}
