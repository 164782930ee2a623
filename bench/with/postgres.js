// The PostgreSQL server of this run: `bench/run` starts it, with `with-postgres.sh`.

import { execFileSync } from "node:child_process";

/** The URL of a database of it. */
export function postgres(database = "postgres") {
  const server = process.env.FORPREV_TEST_POSTGRES_URL;
  if (!server) throw new Error("PostgreSQL is missing: run bench/run, which starts one");
  return server.replace(/\/[^/]*$/, `/${database}`);
}

/** Runs statements; what they printed. */
export function sql(database, statements) {
  const args = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"];
  const options = { encoding: "utf8", maxBuffer: 1 << 30, stdio: ["pipe", "pipe", "pipe"] };
  return execFileSync("psql", [...args, "--dbname", postgres(database), "--file", "-"], { ...options, input: statements }).trim();
}

export function createDatabase(name, template = "template0") {
  sql("postgres", `DROP DATABASE IF EXISTS ${name} WITH (FORCE); CREATE DATABASE ${name} TEMPLATE ${template};`);
  return postgres(name);
}

export function exists(name) {
  return sql("postgres", `SELECT 1 FROM pg_database WHERE datname = '${name}';`) === "1";
}

/** The same URL as node-postgres reads it. */
export function asNodePostgres(database) {
  const [, user, host, name] = /^postgres:\/\/([^@]+)@([^/]+)\/(.+)$/.exec(postgres(database));
  return { user, host: decodeURIComponent(host), database: name };
}
