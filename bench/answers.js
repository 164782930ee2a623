// What schemathesis makes up from the API's document, sent by each kind of caller on both databases: no answer 5xx, none
// that the document does not describe.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { base, copyOf, serve, signIn } from "./with/forprev.js";
import { folder } from "./with/folder.js";
import { python, version } from "./with/machine.js";
import { none } from "./with/rows.js";

const CALLERS = ["nobody", "gestionnaire", "delegataire", "formateur", "double", "demandeur", "instructeur", "cnh", "inrs"];
const SECONDS_EACH = 20;
const CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";
/** They end the caller's own sign-in: tried after all else. */
const ENDS = ["/api/v1/auth/logout", "/api/v1/auth/refresh", "/api/v1/me/sign-ins/{id}"];

const program = join(python, "schemathesis");

/** Those who are signed in. All at once: what is made up guesses passwords, and whoever guesses has to wait. */
async function everybody(server) {
  const all = [];
  for (const who of CALLERS) all.push({ who, headers: who === "nobody" ? undefined : (await signIn(server.address, who)).headers });
  return all;
}

/** All that this caller can send; the sign-in has to last until what ends it is sent. */
async function asCaller(server, { who, headers }, cwd) {
  if (!headers) return tried(server, who, [], cwd);
  const signedIn = ["--header", `Authorization: ${headers.authorization}`];
  const told = await tried(server, who, [...signedIn, ...ENDS.flatMap((path) => ["--exclude-path", path])], cwd);
  const { status } = await fetch(`${server.address}/api/v1/me`, { headers });
  if (status !== 200) throw new Error(`${who} was signed in no longer: ${status}`);
  const ends = await tried(server, who, [...signedIn, ...ENDS.flatMap((path) => ["--include-path", path])], cwd);
  return Object.fromEntries(Object.entries(told).map(([name, count]) => [name, count + ends[name]]));
}

async function tried(server, who, chosen, cwd) {
  const document = `${server.address}/api/v1/openapi.json`;
  const options = `--checks ${CHECKS} --max-time ${SECONDS_EACH} --max-examples 30 --generation-deterministic --continue-on-failure --suppress-health-check all`;
  const sent = ["--no-color", "run", document, "--url", server.address, ...options.split(" "), ...chosen];
  // Not waited for by standing still: connections that the server closes meanwhile have to be let go.
  const run = spawn(program, sent, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const [[status], stdout, stderr] = await Promise.all([once(run, "exit"), text(run.stdout), text(run.stderr)]);
  const generated = /(\d+) generated/.exec(stdout)?.[1];
  const failures = Number(/(\d+) unique failures?/.exec(stdout)?.[1] ?? 0);
  if (status !== 0) console.error(stdout, stderr);
  // It ends with 1 for what is no failed check, too: a server that does not answer, for example.
  if (!generated || (status !== 0 && !(status === 1 && failures))) throw new Error(`schemathesis as ${who} ended with ${status}`);
  const [tested, selected] = ["Tested", "Selected"].map((what) => Number(new RegExp(`${what}: (\\d+)`).exec(stdout)?.[1]));
  return { generated: Number(generated), failures, tested, selected };
}

export async function measure() {
  if (!existsSync(program)) throw new Error("run bench/setup.sh");
  const rows = [];
  const cwd = folder("answers");
  for (const [name, prepared] of [
    ["SQLite", () => base("sqlite", "demo")],
    ["PostgreSQL", () => copyOf(base("postgres", "demo"), "forprev_answers")],
  ]) {
    const server = await serve(prepared());
    let [generated, failures, missed] = [0, 0, 0];
    for (const caller of await everybody(server)) {
      const told = await asCaller(server, caller, cwd);
      generated += told.generated;
      failures += told.failures;
      missed += told.selected - told.tested;
    }
    await server.stop();
    const note = `${generated} requests by ${CALLERS.length} callers, ${SECONDS_EACH} s each; ${missed} operations not reached in that time`;
    rows.push(none(`answers 5xx or not in the API's document, ${name}`, failures, "kinds", note));
  }
  return { rows, versions: { schemathesis: version(program, "--version") } };
}
