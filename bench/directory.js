// The public directory: the first page of one dispositif, warm, at national size on PostgreSQL.

import { deepStrictEqual } from "node:assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./with/folder.js";
import { base, NOW, serve } from "./with/forprev.js";
import { version } from "./with/machine.js";
import { nginx } from "./with/nginx.js";
import { asNodePostgres } from "./with/postgres.js";
import { freePort, start } from "./with/process.js";
import { atLeast, notMeasured, told } from "./with/rows.js";
import { median } from "./with/statistics.js";
import { requestsPerSecond } from "./with/wrk.js";

const PATH = "/api/v1/public/organisations?dispositif=SST";
const ROUNDS = 3;
const peers = join(import.meta.dirname, "peers");

async function fastify(home, data) {
  if (!existsSync(join(peers, "node_modules/fastify"))) throw new Error("run bench/setup.sh");
  const port = await freePort();
  const args = ["directory.js", String(port), JSON.stringify(asNodePostgres(data.name)), NOW.slice(0, 10)];
  const options = { url: `http://127.0.0.1:${port}/health`, log: join(home, "fastify.log"), cwd: peers };
  const server = await start(process.execPath, args, { ...options, env: { ...process.env, NODE_ENV: "production" } });
  return { ...server, url: `http://127.0.0.1:${port}${PATH}` };
}

const attempt = (promise) => promise.then((server) => ({ server }), (failure) => ({ failure }));

export async function measure() {
  const data = base("postgres", "national");
  const home = folder("directory");
  const ours = await serve(data);
  const url = `${ours.address}${PATH}`;
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  const answer = JSON.parse(bytes);
  const others = [
    { name: "nginx, the same bytes as a file", logs: "both write a log", goal: 0.5, rates: [], ...(await attempt(nginx(home, bytes))) },
    { name: "Fastify with node-postgres", logs: "ours writes a log, it does not", goal: 4, rates: [], ...(await attempt(fastify(home, data))) },
  ];
  for (const one of others.filter((one) => one.server)) {
    deepStrictEqual(await (await fetch(one.server.url)).json(), answer, `${one.name} answers something else`);
  }
  const rates = [];
  const brotli = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.push(requestsPerSecond(url));
    for (const one of others.filter((one) => one.server)) one.rates.push(requestsPerSecond(one.server.url));
    brotli.push(requestsPerSecond(url, { seconds: 2, headers: { "Accept-Encoding": "br" } }));
  }
  for (const one of [ours, ...others.map((one) => one.server)]) await one?.stop();
  const note = (one) =>
    `${bytes.length} bytes, ${answer.items.length} of ${answer.total} organisations; wrk, 64 connections, on the same machine; ${one.logs}; median of ${ROUNDS}`;
  const rate = { value: median(rates), unit: "requests a second" };
  const rows = others.map((one) =>
    one.server
      ? atLeast(`public directory beside ${one.name}`, one.goal, rate, one.name.split(/[ ,]/)[0], median(one.rates), note(one))
      : notMeasured(`public directory beside ${one.name}`, one.failure),
  );
  rows.push(told("public directory, compressed with brotli", median(brotli), "requests a second"));
  const versions = { nginx: version("nginx", "-v"), wrk: version("wrk", "-v"), fastify: "see peers/package-lock.json" };
  return { rows, versions };
}
