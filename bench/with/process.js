// Servers that are started for a measurement, and stopped after it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";

const running = new Set();

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a program and waits until `url` answers; what it says goes to the file `log`. */
export async function start(command, args, { url, log, ...options }) {
  const began = performance.now();
  const output = openSync(log, "a");
  const child = spawn(command, args, { ...options, stdio: ["ignore", output, output] });
  const ended = once(child, "exit");
  child.on("error", () => {});
  running.add(child);
  while (!(await answers(url))) {
    if (child.exitCode !== null || performance.now() - began > 60_000) {
      child.kill("SIGKILL");
      throw new Error(`${command} did not start: ${readFileSync(log, "utf8").slice(-2000)}`);
    }
    await pause(2);
  }
  const readyAfter = performance.now() - began;
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    running.delete(child);
  };
  return { pid: child.pid, readyAfter, stop };
}

const answers = (url) => fetch(url).then((answer) => answer.ok, () => false);

export const pause = (millis) => new Promise((again) => setTimeout(again, millis));

/** What a process holds in memory now, in MB; with `peak`, what it held at the most. */
export function resident(pid, { peak = false } = {}) {
  const field = peak ? "VmHWM" : "VmRSS";
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return (Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) * 1024) / 1e6;
}

export function killAll() {
  for (const child of running) child.kill("SIGKILL");
}
