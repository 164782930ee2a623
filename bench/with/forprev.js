// The server that is measured: the release binary, on a base of its own.

import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { folder } from "./folder.js";
import { createDatabase, exists, postgres, sql } from "./postgres.js";
import { freePort, start } from "./process.js";

export const top = resolve(import.meta.dirname, "../..");
export const target = resolve(top, process.env.CARGO_TARGET_DIR ?? "target");
export const binary = join(target, "release/forprev");
/** Monday, nine in the morning: sessions that ended on Friday can be certified. */
export const NOW = "2026-11-23T08:00:00Z";
const PASSWORD = "demo-forprev-2026";

function environment(home, url) {
  return {
    ...process.env,
    FORPREV_DATABASE_URL: url,
    FORPREV_SECRET_KEY_FILE: join(home, "secret.key"),
    FORPREV_SIGNING_KEYS_DIR: join(home, "signing-keys"),
    FORPREV_ATTACHMENTS_URL: `file:${join(home, "attachments")}`,
    FORPREV_DEMO: "1",
    FORPREV_NOW: NOW,
    // One address asks for everybody: counted, never refused.
    FORPREV_RATE_LIMIT: "4000000000",
  };
}

const made = new Map();

/**
 * A base of this scale on `sqlite` or `postgres`, made once in a run: its URL, how long it took (s), its size (MB). One
 * that PostgreSQL has already, from a run before on the same server, is used again.
 */
export function base(database, scale) {
  const key = `${database}_${scale}`;
  if (!made.has(key)) made.set(key, fill(database, scale, `forprev_${key}`));
  return made.get(key);
}

function fill(database, scale, name) {
  const home = folder(name);
  const there = database === "postgres" && exists(name);
  const url = database === "sqlite" ? `sqlite://${join(home, "forprev.db")}` : there ? postgres(name) : createDatabase(name);
  const began = performance.now();
  console.error(`filling a base: ${scale}, ${database} …`);
  execFileSync(binary, ["seed", "--scale", scale], { env: environment(home, url), stdio: ["ignore", "ignore", "inherit"] });
  const seconds = there ? undefined : (performance.now() - began) / 1000;
  // As a base that has been in use: PostgreSQL's own housekeeping has run.
  if (database === "postgres") sql(name, "VACUUM ANALYZE;");
  const bytes = database === "sqlite" ? statSync(url.slice("sqlite://".length)).size : Number(sql(name, `SELECT pg_database_size('${name}');`));
  return { url, home, name, seconds, megabytes: bytes / 1e6 };
}

/** A copy of a base, for a measurement that writes. */
export function copyOf(original, name) {
  if (original.url.startsWith("sqlite://")) throw new Error("copies are of PostgreSQL bases");
  return { ...original, name, url: createDatabase(name, original.name) };
}

/** The server on this base. */
export async function serve({ url, home }, extra = {}) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const env = { ...environment(home, url), FORPREV_BIND: `127.0.0.1:${port}`, FORPREV_PUBLIC_URL: address, ...extra };
  const ready = `${address}/api/v1/health/ready`;
  const server = await start(binary, ["serve"], { url: ready, log: join(home, "server.log"), cwd: home, env });
  return { ...server, address };
}

/** Somebody of the demonstration, signed in. */
export async function signIn(address, who) {
  const answer = await signInAnswer(address, who);
  if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().join(";");
  const token = /forprev_access=([^;]+)/.exec(cookies)[1];
  const headers = { authorization: `Bearer ${token}` };
  const call = async (method, path, body) => {
    const sent = { method, headers: { ...headers, ...(body ? { "content-type": "application/json" } : {}) }, body: body && JSON.stringify(body) };
    const told = await fetch(`${address}${path}`, sent);
    if (!told.ok) throw new Error(`${method} ${path}: ${told.status} ${await told.text()}`);
    return told;
  };
  return {
    headers,
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    json: async (method, path, body) => (await call(method, path, body)).json(),
  };
}

export function signInAnswer(address, who) {
  return fetch(`${address}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ identifier: `${who}@demo.example`, password: PASSWORD }),
  });
}
