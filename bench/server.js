// The server itself: how soon it answers, how much memory it takes, at rest and while everybody wants something.

import { base, copyOf, serve, signIn, signInAnswer } from "./with/forprev.js";
import { pause, resident } from "./with/process.js";
import { below, told } from "./with/rows.js";
import { certify, newSession, verified } from "./with/session.js";
import { median, quantile } from "./with/statistics.js";

const STARTS = 7;
const LOAD_SECONDS = 20;
const PASSWORDS_AT_ONCE = 40;
const READERS = 16;
const CERTIFIERS = 4;

async function startUp(database, scale) {
  const data = base(database, scale);
  const times = [];
  const idle = [];
  for (let turn = 0; turn < STARTS; turn += 1) {
    const server = await serve(data);
    times.push(server.readyAfter);
    await pause(500);
    idle.push(resident(server.pid));
    await server.stop();
  }
  const where = `${scale}, ${database === "sqlite" ? "SQLite" : "PostgreSQL"}`;
  return [
    below(`start on an existing base (${where})`, 1000, median(times), "ms", `until it says that it is ready; median of ${STARTS}`),
    below(`resident when idle (${where})`, 60, median(idle), "MB"),
  ];
}

/** Repeats `act` until the time is over; how often it was done. */
async function again(until, act) {
  let done = 0;
  while (performance.now() < until) {
    await act();
    done += 1;
  }
  return done;
}

const sum = (values) => values.reduce((total, value) => total + value, 0);

async function underLoad() {
  const server = await serve(copyOf(base("postgres", "demo"), "forprev_load"));
  const user = await signIn(server.address, "double");
  const session = await newSession(user);
  const until = performance.now() + LOAD_SECONDS * 1000;
  const statuses = {};
  const waits = [];
  const signingIn = async () => {
    const began = performance.now();
    const answer = await signInAnswer(server.address, "formateur");
    await answer.arrayBuffer();
    if (answer.status === 200) waits.push(performance.now() - began);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    // As a client does that was told to wait, if not for as long.
    if (answer.status === 429) await pause(100);
  };
  const paths = ["/api/v1/sessions", "/api/v1/tasks", "/api/v1/dispositifs", "/api/v1/public/organisations?limit=200"];
  let turn = 0;
  const reading = async () => (await user.get(paths[(turn += 1) % paths.length])).arrayBuffer();
  const many = (count, act) => Promise.all(Array.from({ length: count }, () => again(until, act)));
  const certifying = async () => certify(user, await verified(user, session));
  const [, reads, sessions] = await Promise.all([many(PASSWORDS_AT_ONCE, signingIn), many(READERS, reading), many(CERTIFIERS, certifying)]);
  const peak = resident(server.pid, { peak: true });
  await pause(2000);
  const after = resident(server.pid);
  await server.stop();
  const unexpected = Object.keys(statuses).filter((status) => !["200", "429"].includes(status));
  if (unexpected.length) throw new Error(`sign-ins under load were answered ${JSON.stringify(statuses)}`);
  const note =
    `${LOAD_SECONDS} s of ${PASSWORDS_AT_ONCE} signing in, ${READERS} reading lists, ${CERTIFIERS} certifying at once: ` +
    `${statuses[200]} sign-ins done, ${statuses[429] ?? 0} told to wait (429), ${sum(reads)} lists, ${sum(sessions)} sessions certified`;
  return [
    below("resident under load, at the most", 250, peak, "MB", note),
    told("resident two seconds after the load", after, "MB"),
    told("a sign-in under that load, 99 of 100", quantile(waits, 0.99), "ms"),
  ];
}

export async function measure() {
  const rows = [...(await startUp("sqlite", "demo")), ...(await startUp("postgres", "national")), ...(await underLoad())];
  return { rows };
}
