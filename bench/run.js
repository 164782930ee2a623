// Takes the measurements that are named, or all of them, one after the other: see `bench/run`.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, removeFolders } from "./with/folder.js";
import { machine } from "./with/machine.js";
import { killAll } from "./with/process.js";
import { notMeasured } from "./with/rows.js";
import { table } from "./with/table.js";

// Builds last: they load the machine, and take long.
const ALL = ["sizes", "certificates", "sessions", "server", "directory", "lists", "pages", "answers", "builds"];
const RESULTS = join(import.meta.dirname, "results.json");

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !ALL.includes(name));
if (unknown.length) {
  console.error(`bench: no measurement is called ${unknown.join(", ")}: say ${ALL.join(", ")}`);
  process.exit(2);
}

const before = (() => {
  try {
    return JSON.parse(readFileSync(RESULTS, "utf8")).measurements ?? {};
  } catch {
    return {};
  }
})();
const measurements = { ...before };
process.on("exit", () => {
  killAll();
  removeFolders();
});

const taken = ALL.filter((name) => asked.length === 0 || asked.includes(name));
for (const name of taken) {
  console.error(`bench: ${name} …`);
  try {
    const { measure } = await import(`./${name}.js`);
    const { rows, versions } = await measure({ folder });
    measurements[name] = { taken_at: new Date().toISOString(), versions, rows };
  } catch (error) {
    measurements[name] = { taken_at: new Date().toISOString(), rows: [notMeasured(name, error)] };
  }
  killAll();
}

const ordered = Object.fromEntries(ALL.filter((name) => measurements[name]).map((name) => [name, measurements[name]]));
writeFileSync(RESULTS, `${JSON.stringify({ machine: machine(), measurements: ordered }, undefined, 2)}\n`);
const rows = taken.flatMap((name) => measurements[name].rows);
console.log(table(rows));
process.exit(rows.some((row) => row.failure) ? 1 : 0);
