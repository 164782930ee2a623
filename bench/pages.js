// The public pages as Lighthouse sees them, on its mobile profile: a slow processor, a slow network.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { base, serve } from "./with/forprev.js";
import { version } from "./with/machine.js";
import { reaches } from "./with/rows.js";
import { median } from "./with/statistics.js";

const PAGES = ["/connexion", "/verifier"];
/** One run and the next differ by several points: they take the times of a real browser as their starting point. */
const ROUNDS = 5;
const OTHERS = ["accessibility", "best-practices", "seo"];

const lighthouse = join(import.meta.dirname, "peers/node_modules/lighthouse/cli/index.js");
const chromium = process.env.FORPREV_CHROMIUM ?? "/usr/bin/chromium";
const flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run";

/**
 * Lighthouse's report, with how often it was asked again. Now and then it finds no beginning in what the browser recorded, and
 * asks to be run again; what is wrong with the page it says otherwise.
 */
function report(url, again = 0) {
  const options = ["--quiet", "--output=json", "--output-path=stdout", `--chrome-flags=${flags}`];
  const env = { ...process.env, CHROME_PATH: chromium };
  const { status, stdout, stderr } = spawnSync(process.execPath, [lighthouse, url, ...options], { env, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status === 0) return { ...JSON.parse(stdout), again };
  console.error(stderr.trim());
  if (again === 2 || !/NO_NAVSTART/.test(stderr + stdout)) throw new Error(`Lighthouse: ${stderr.trim()}`);
  return report(url, again + 1);
}

function look(url) {
  const { categories, audits, again } = report(url);
  const score = (name) => categories[name].score * 100;
  const audit = (name) => audits[name].numericValue;
  return {
    again,
    performance: score("performance"),
    lowest: Math.min(...OTHERS.map(score)),
    painted: audit("first-contentful-paint"),
    largest: audit("largest-contentful-paint"),
    blocked: audit("total-blocking-time"),
    moved: audit("cumulative-layout-shift"),
  };
}

export async function measure() {
  const server = await serve(base("sqlite", "demo"));
  const rows = [];
  for (const page of PAGES) {
    const seen = Array.from({ length: ROUNDS }, () => look(`${server.address}${page}`));
    const of = (name) => median(seen.map((one) => one[name]));
    const again = seen.reduce((sum, one) => sum + one.again, 0);
    const scores = seen.map((one) => one.performance.toFixed(0)).join(", ");
    const note = `median of ${scores}; first paint ${(of("painted") / 1000).toFixed(1)} s, largest ${(of("largest") / 1000).toFixed(1)} s, blocked ${of("blocked").toFixed(0)} ms, layout shift ${of("moved").toFixed(3)}${again ? `; asked again ${again} times` : ""}`;
    rows.push(reaches(`${page}, Lighthouse on its mobile profile: performance`, 90, of("performance"), "of 100", note));
    const lowest = Math.min(...seen.map((one) => one.lowest));
    rows.push(reaches(`${page}, Lighthouse: the lowest of accessibility, best practices, SEO`, 95, lowest, "of 100"));
  }
  await server.stop();
  return { rows, versions: { lighthouse: version(process.execPath, lighthouse, "--version") } };
}
