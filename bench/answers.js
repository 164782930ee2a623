// What schemathesis makes up from the API's document, sent by each kind of caller on both databases: no answer 5xx, none
// that the document does not describe.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { base, copyOf, serve, signIn } from "./with/forprev.js";
import { folder } from "./with/folder.js";
import { python, version } from "./with/machine.js";
import { none } from "./with/rows.js";

const CALLERS = ["nobody", "gestionnaire", "delegataire", "formateur", "double", "demandeur", "instructeur", "cnh", "inrs"];
const SECONDS_EACH = 20;
const CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";
/** They would end the caller's own sign-in. */
const ENDS = ["/api/v1/auth/logout", "/api/v1/auth/refresh"];

const program = join(python, "schemathesis");

/** How each of them is told to the server. All sign in first: what is made up guesses passwords, and whoever guesses has to wait. */
async function everybody(server) {
  const options = new Map([["nobody", []]]);
  for (const who of CALLERS.filter((who) => who !== "nobody")) {
    const { headers } = await signIn(server.address, who);
    options.set(who, ["--header", `Authorization: ${headers.authorization}`, ...ENDS.flatMap((path) => ["--exclude-path", path])]);
  }
  return options;
}

function asCaller(server, who, signedIn, cwd) {
  const document = `${server.address}/api/v1/openapi.json`;
  const options = `--checks ${CHECKS} --max-time ${SECONDS_EACH} --max-examples 30 --generation-deterministic --continue-on-failure --suppress-health-check all`;
  const sent = ["--no-color", "run", document, "--url", server.address, ...options.split(" "), ...signedIn];
  const { status, stdout, stderr } = spawnSync(program, sent, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
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
    for (const [who, signedIn] of await everybody(server)) {
      const told = asCaller(server, who, signedIn, cwd);
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
