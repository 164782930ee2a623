// Certificates: how many a second on one core, beside two programs that draw the same page; how large they are; how
// long a session of ten takes, from the click to the archive.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { base, copyOf, serve, signIn, target } from "./with/forprev.js";
import { python as programs, version } from "./with/machine.js";
import { atLeast, below, notMeasured } from "./with/rows.js";
import { certify, newSession, verified } from "./with/session.js";
import { median, quantile } from "./with/statistics.js";

const ROUNDS = 3;
const SESSIONS = 20;
const program = join(target, "release/examples/certificates_per_second");
const python = join(programs, "python");

const options = { encoding: "utf8", maxBuffer: 1 << 28, cwd: join(import.meta.dirname, "peers") };
const FEW = 100;
const MANY = 600;

/** Our program, twice: what it takes once, for its fonts and to start, is in both. Documents a second of one core. */
function draw() {
  const run = (count) => JSON.parse(execFileSync("python3", ["cpu_seconds.py", program, String(count)], options));
  const [few, many] = [run(FEW), run(MANY)];
  return { ...many.told, rate: (MANY - FEW) / (many.seconds - few.seconds) };
}

export async function measure() {
  const peers = [
    { name: "typst", claims: "PDF/A-2a and PDF/UA-1, as ours does", goal: 3, pages: 100, script: "draw_typst.py" },
    { name: "weasyprint", claims: "PDF/UA-1 alone, ours PDF/A-2a too", goal: 6, pages: 10, script: "draw_weasyprint.py" },
  ];
  const sheets = execFileSync(program, ["--sheets", "101"], { encoding: "utf8", maxBuffer: 1 << 28 }).split("\n");
  const ours = [];
  let drawn;
  for (let round = 0; round < ROUNDS; round += 1) {
    drawn = draw();
    ours.push(drawn.rate);
    for (const peer of peers) {
      try {
        if (!existsSync(python)) throw new Error("run bench/setup.sh");
        const input = sheets.slice(0, peer.pages + 1).filter(Boolean).join("\n");
        const told = JSON.parse(execFileSync(python, [peer.script], { ...options, input }));
        (peer.rates ??= []).push(told.documents_per_second);
        peer.bytes = told.bytes;
      } catch (error) {
        peer.failure = error;
      }
    }
  }
  const rate = { value: median(ours), unit: "a second of one core" };
  const rows = peers.map((peer) => {
    const what = `certificates, one core, beside ${peer.name}`;
    const note = `fresh texts each; processor time, median of ${ROUNDS}; it claims ${peer.claims}, writes ${peer.bytes} bytes, and is handed the QR code ready made`;
    return peer.failure ? notMeasured(what, peer.failure) : atLeast(what, peer.goal, rate, peer.name, median(peer.rates), note);
  });
  rows.push(below("a certificate", 40, drawn.bytes / 1024, "KB"));
  rows.push(below("a certificate of the longest texts", 40, drawn.bytes_longest / 1024, "KB"));
  rows.push(...(await sessions()));
  return { rows, versions: { typst: pip("typst"), weasyprint: pip("weasyprint") } };
}

const pip = (name) => version(python, "-c", `import importlib.metadata as m; print(m.version("${name}"))`);

/** By HTTP, on both databases: ten certificates generated, then fetched as one archive. */
async function sessions() {
  const rows = [];
  for (const [database, prepared] of [["PostgreSQL", copyOf(base("postgres", "demo"), "forprev_certify")], ["SQLite", base("sqlite", "demo")]]) {
    const server = await serve(prepared);
    const user = await signIn(server.address, "double");
    const session = await newSession(user);
    const times = [];
    for (let turn = 0; turn < SESSIONS; turn += 1) {
      const id = await verified(user, { ...session, external_ref: `bench-${turn}` });
      const began = performance.now();
      const archive = await certify(user, id);
      times.push(performance.now() - began);
      if (archive.byteLength < 10_000) throw new Error(`an archive of ${archive.byteLength} bytes`);
    }
    await server.stop();
    const note = `median of ${SESSIONS}, by HTTP; the slowest ${Math.round(quantile(times, 1))} ms`;
    rows.push(below(`a session of 10 generated and zipped, ${database}`, 150, median(times), "ms", note));
  }
  return rows;
}
