// Declaring a session of ten trainees by the API on PostgreSQL, beside pgbench sending the very statements that such a
// request sends: what the server adds to its base.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./with/folder.js";
import { base, copyOf, serve, signIn } from "./with/forprev.js";
import { need, version } from "./with/machine.js";
import { postgres, sql } from "./with/postgres.js";
import { atLeast } from "./with/rows.js";
import { newSession } from "./with/session.js";
import { captured, script } from "./with/statements.js";
import { median } from "./with/statistics.js";
import { requestsPerSecond } from "./with/wrk.js";

const CLIENTS = 8;
const ROUNDS = 5;
const SECONDS = 4;
const PATH = "/api/v1/sessions";

/** Whether this is an identifier that was made since: the first 48 bits of a UUID of version 7 are its millisecond. */
function madeSince(start) {
  return (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/.test(text) && parseInt(text.replace("-", "").slice(0, 12), 16) >= start;
}

function transactionsPerSecond(file, name) {
  const args = ["-n", "-M", "prepared", "-c", String(CLIENTS), "-j", "1", "-T", String(SECONDS), "-f", file, postgres(name)];
  const text = execFileSync("pgbench", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (!/number of failed transactions: 0 /.test(text)) throw new Error(text);
  return Number(/tps = ([\d.]+)/.exec(text)[1]);
}

export async function measure() {
  need("pgbench", "apt-get install postgresql");
  const home = folder("sessions");
  const data = copyOf(base("postgres", "demo"), "forprev_declare");
  const body = await recorded(data, home);
  const server = await serve(data, { FORPREV_DATABASE_CONNECTIONS: String(CLIENTS) });
  const user = await signIn(server.address, "double");
  const lua = join(home, "declare.lua");
  writeFileSync(lua, `wrk.method = "POST"\nwrk.body = [==[${body}]==]\nwrk.headers["Content-Type"] = "application/json"\n`);
  const load = { connections: CLIENTS, seconds: SECONDS, headers: user.headers, script: lua };
  const [ours, theirs] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    theirs.push(transactionsPerSecond(join(home, "declare.sql"), data.name));
    ours.push(requestsPerSecond(`${server.address}${PATH}`, load));
  }
  await server.stop();
  const rate = { value: median(ours), unit: "a second" };
  const note = `same base, ${CLIENTS} clients each, statements prepared by both, nobody waits for the disk (fsync off); median of ${ROUNDS}`;
  const rows = [atLeast("sessions of 10 trainees declared by API", 0.3, rate, "pgbench, the same statements", median(theirs), note)];
  return { rows, versions: { postgresql: version("postgres", "--version") ?? sql("postgres", "SHOW server_version;"), pgbench: version("pgbench", "--version") } };
}

/** Declares one session while PostgreSQL logs, and writes the script of pgbench; the body that was sent. */
async function recorded(data, home) {
  sql("postgres", `ALTER DATABASE ${data.name} SET log_statement = 'all';`);
  const server = await serve(data);
  const user = await signIn(server.address, "double");
  const session = await newSession(user);
  // Once before: what is done once in a process is not part of it.
  await user.post(PATH, session);
  const start = Date.now();
  const statements = await captured(() => user.post(PATH, session));
  await server.stop();
  sql("postgres", `ALTER DATABASE ${data.name} RESET log_statement;`);
  const inserts = statements.filter(({ text }) => /^INSERT/i.test(text));
  if (!inserts.some(({ text }) => /"trainee"/.test(text))) throw new Error("the statements of a declaration were not logged");
  writeFileSync(join(home, "declare.sql"), script(statements, madeSince(start)));
  return JSON.stringify(session);
}
