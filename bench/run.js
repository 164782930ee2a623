// Sizes and start-up, from the release binary and the built front end.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { once } from "node:events";

const binary = resolve(process.argv[2]);
const top = resolve(import.meta.dirname, "..");
const dist = join(top, "frontend/dist");

function sizes() {
  let raw = 0;
  let brotli = 0;
  let moduleBrotli = 0;
  for (const name of readdirSync(dist, { recursive: true })) {
    const path = join(dist, name);
    if (!statSync(path).isFile() || name.endsWith(".br")) continue;
    const packed = statSync(`${path}.br`, { throwIfNoEntry: false }) ?? statSync(path);
    raw += statSync(path).size;
    brotli += packed.size;
    if (/^assets\/.*\.(js|wasm)$/.test(name)) moduleBrotli += packed.size;
  }
  return { binary_bytes: statSync(binary).size, application_raw_bytes: raw, application_brotli_bytes: brotli, module_brotli_bytes: moduleBrotli };
}

async function startUp() {
  const folder = mkdtempSync(join(tmpdir(), "forprev-bench-"));
  const address = "127.0.0.1:18080";
  const environment = {
    ...process.env,
    FORPREV_DATABASE_URL: `sqlite://${join(folder, "forprev.db")}`,
    FORPREV_BIND: address,
    FORPREV_PUBLIC_URL: `http://${address}`,
    FORPREV_SECRET_KEY_FILE: join(folder, "secret.key"),
    FORPREV_SIGNING_KEYS_DIR: join(folder, "signing-keys"),
    FORPREV_DEMO: "1",
  };
  const options = { cwd: folder, env: environment, stdio: "ignore" };
  try {
    execFileSync(binary, ["migrate"], options);
    execFileSync(binary, ["seed", "--scale", "demo"], options);
    const times = [];
    let resident = 0;
    for (let turn = 0; turn < 5; turn += 1) {
      const began = performance.now();
      const child = spawn(binary, ["serve"], options);
      const ended = once(child, "exit");
      while (!(await fetch(`http://${address}/api/v1/health/ready`).catch(() => undefined))?.ok) {
        if (child.exitCode !== null) throw new Error("the server ended");
        await new Promise((again) => setTimeout(again, 5));
      }
      times.push(performance.now() - began);
      resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]);
      child.kill("SIGTERM");
      await ended;
    }
    times.sort((left, right) => left - right);
    return { start_ms: Math.round(times[2]), resident_idle_kb: resident };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const goals = {
  binary_bytes: undefined,
  application_raw_bytes: undefined,
  application_brotli_bytes: 700 * 1024,
  module_brotli_bytes: 450 * 1024,
  start_ms: 1000,
  resident_idle_kb: 60 * 1024,
};
const results = { ...sizes(), ...(await startUp()) };
for (const [name, value] of Object.entries(results)) {
  const goal = goals[name];
  const verdict = goal === undefined ? "" : value <= goal ? `goal ${goal}: met` : `goal ${goal}: MISSED`;
  console.log(name.padEnd(28), String(value).padStart(12), " ", verdict);
}
writeFileSync(join(top, "bench/results.json"), `${JSON.stringify(results, undefined, 2)}\n`);
