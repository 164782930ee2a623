// Requests per second, by wrk: https://github.com/wg/wrk

import { execFileSync } from "node:child_process";
import { need } from "./machine.js";

/** How many requests a second `url` answers. Any answer that is not a success is a failure of the measurement. */
export function requestsPerSecond(url, { seconds = 5, connections = 64, headers = {}, script } = {}) {
  need("wrk", "apt-get install wrk");
  const named = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const args = ["-t", "1", "-c", String(connections), "-d", `${seconds}s`, "--timeout", "30s", ...named, ...(script ? ["-s", script] : []), url];
  const text = execFileSync("wrk", args, { encoding: "utf8" });
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`wrk on ${url}: ${text}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]);
}
