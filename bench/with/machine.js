// The machine, and the programs that are compared: figures mean nothing without them.

import { spawnSync } from "node:child_process";
import { cpus, homedir, totalmem } from "node:os";
import { join } from "node:path";

/** Where `bench/setup.sh` puts the programs of Python's packages. */
export const python = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "forprev/bench-python/bin");

/** What a command prints of its version, or nothing. */
export function version(command, ...args) {
  const { stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (error) return undefined;
  return /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0];
}

/** Whether there is such a command. */
export function has(command) {
  return spawnSync("sh", ["-c", 'command -v "$0"', command]).status === 0;
}

/** Fails, with what to run, where a command is missing. */
export function need(command, install) {
  if (!has(command)) throw new Error(`${command} is missing: run ${install}`);
}

export function machine() {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    rustc: version("rustc", "--version"),
  };
}
