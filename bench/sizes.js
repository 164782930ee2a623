// What is shipped: the server, and the browser's application as it is transferred.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { binary, top } from "./with/forprev.js";
import { below, told } from "./with/rows.js";

const dist = join(top, "frontend/dist");

export async function measure() {
  const files = readdirSync(dist, { recursive: true })
    .filter((name) => !name.endsWith(".br") && statSync(join(dist, name)).isFile())
    .map((name) => {
      const path = join(dist, name);
      const raw = statSync(path).size;
      return { name, raw, packed: existsSync(`${path}.br`) ? statSync(`${path}.br`).size : raw };
    });
  if (files.length === 0) throw new Error("frontend/dist is empty: run cargo run -p xtask -- web");
  const sum = (field, of = files) => of.reduce((total, file) => total + file[field], 0);
  const parts = files.filter(({ name }) => /^assets\/(split_|chunk_)/.test(name));
  const split = parts.filter(({ name }) => name.startsWith("assets/split_"));
  const aside = files.filter(({ name }) => /^assets\/(reader|verifier)-/.test(name));
  const largest = Math.max(0, ...split.map(({ packed }) => packed));
  const visit = sum("packed") - sum("packed", split) - sum("packed", aside) + largest;
  const module = files.filter(({ name }) => /^assets\/forprev-[^/]*\.(js|wasm)$/.test(name));
  const rows = [
    told("the server's binary, the application in it", statSync(binary).size / 1e6, "MB"),
    told("the browser's application, raw", sum("raw") / 1024, "KB"),
    told("the browser's application, transferred", sum("packed") / 1024, "KB"),
    below("the longest first visit, transferred", 700, visit / 1024, "KB", "brotli; all that any page needs, and the largest part with all that parts share"),
    told("the module and its script, raw", sum("raw", module) / 1024, "KB"),
    below("the module and its script, transferred", 450, sum("packed", module) / 1024, "KB", "brotli"),
  ];
  return { rows };
}
