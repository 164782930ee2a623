// `make dev`: the application at http://localhost:5173, following the sources.
//
// Vite is the kept tool for the parts that are easy to get wrong: watching, telling the browser to load again, handing
// /api/* on while the server restarts. What is ours is one list: which sources belong to the browser, which to the server.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import process from "node:process";
import { defineConfig } from "vite";

const top = resolve(import.meta.dirname, "../..");
const api = "127.0.0.1:8081";
const server = resolve(top, process.env.CARGO_TARGET_DIR ?? "target", "debug/forprev");
const environment = {
  ...process.env,
  FORPREV_BIND: api,
  FORPREV_PUBLIC_URL: "http://localhost:5173",
  FORPREV_DATABASE_URL: process.env.FORPREV_DATABASE_URL ?? "sqlite://data/dev.db",
  FORPREV_DEMO: "1",
};

const source = /\.(rs|toml|sql|css|html|js|svg|json|csv)$/;
const browser = ["frontend/", "crates/core/", "crates/client/"];
const native = ["crates/core/", "crates/store/", "crates/app/", "crates/api/", "crates/server/", "migrations/"];
const ignored = ["frontend/dist/", "frontend/node_modules/", "frontend/dev/"];

const under = (folders, file) => folders.some((folder) => file.startsWith(folder));

/** Runs a command to its end; true if it succeeded. What it prints is shown. */
async function run(program, parameters) {
  const child = spawn(program, parameters, { cwd: top, env: environment, stdio: ["ignore", "inherit", "inherit"] });
  const [code] = await once(child, "exit");
  return code === 0;
}

let serving;

async function stopServer() {
  if (!serving) return;
  const ended = once(serving, "exit");
  serving.kill("SIGTERM");
  await ended;
  serving = undefined;
}

async function buildServer() {
  if (!(await run("cargo", ["build", "--package", "forprev"]))) return;
  await stopServer();
  if (!(await run(server, ["migrate"])) || !(await run(server, ["seed", "--scale", "demo"]))) return;
  const child = spawn(server, ["serve"], { cwd: top, env: environment, stdio: ["ignore", "inherit", "inherit"] });
  child.once("exit", () => {
    if (serving === child) serving = undefined;
  });
  serving = child;
}

const buildBrowser = () => run("cargo", ["run", "--quiet", "--package", "xtask", "--", "web", "--dev"]);

/** Builds what changed, one build at a time; changes during a build wait for the next. */
function follow(vite) {
  const wanted = { browser: true, native: true };
  let busy = false;

  const build = async () => {
    if (busy) return;
    busy = true;
    while (wanted.browser || wanted.native) {
      const { browser, native } = wanted;
      wanted.browser = wanted.native = false;
      if (native) await buildServer();
      if (browser) await buildBrowser();
      vite.ws.send({ type: "full-reload" });
    }
    busy = false;
  };

  vite.watcher.add(["frontend", "crates", "migrations"].map((folder) => resolve(top, folder)));
  vite.watcher.on("all", (_, path) => {
    const file = path.slice(top.length + 1);
    if (!source.test(file) || under(ignored, file)) return;
    wanted.browser ||= under(browser, file);
    wanted.native ||= under(native, file);
    setTimeout(() => void build(), 100);
  });
  vite.httpServer?.once("close", () => void stopServer());
  process.once("exit", () => serving?.kill("SIGTERM"));
  void build();
}

export default defineConfig({
  root: resolve(top, "frontend/dist"),
  publicDir: false,
  appType: "spa",
  clearScreen: false,
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      "/api": { target: `http://${api}` },
      "/.well-known": { target: `http://${api}` },
    },
    watch: { ignored: ["**/node_modules/**", "**/dist/**", "**/target/**"] },
  },
  plugins: [{ name: "forprev", configureServer: follow }],
});
