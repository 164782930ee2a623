// How long builds take: from nothing, in a folder of their own, then again after a change of one line.

import { execFileSync } from "node:child_process";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./with/folder.js";
import { top } from "./with/forprev.js";
import { version } from "./with/machine.js";
import { told } from "./with/rows.js";

function seconds(command, args, env) {
  const began = performance.now();
  execFileSync(command, args, { cwd: top, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
  return (performance.now() - began) / 1000;
}

function touch(path) {
  const now = new Date();
  utimesSync(join(top, path), now, now);
}

export async function measure() {
  const env = { CARGO_TARGET_DIR: folder("builds"), CARGO_INCREMENTAL: "0" };
  const server = ["build", "--quiet", "--release", "--package", "forprev"];
  const web = ["run", "--quiet", "--package", "xtask", "--", "web"];
  const rows = [];
  const time = (what, args) => rows.push(told(what, seconds("cargo", args, env), "s"));
  time("the server, built from nothing (release)", server);
  touch("crates/app/src/lib.rs");
  time("the server, after a change of a use case (release)", server);
  time("the browser's application, built from nothing", web);
  touch("frontend/src/main.rs");
  time("the browser's application, after a change of a page", web);
  return { rows, versions: { cargo: version("cargo", "--version") } };
}
