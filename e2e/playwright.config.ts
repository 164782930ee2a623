import { defineConfig } from "@playwright/test";
import type { Options } from "./fixtures/test.ts";

// The system's browser: nothing is downloaded. Its own traffic is off, for a test may run without a network.
const chromium = process.env.FORPREV_CHROMIUM ?? "/usr/bin/chromium";
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// What a page does by itself is the same whatever the base, and each operation beneath is tested on both: these run once.
const ONCE = [
  "audit", "beginning", "decisions", "elsewhere", "first-days", "first-days-organisation", "first-steps", "form", "inert", "installation", "keyboard", "lost",
  "oidc", "organisation-pages", "organisations", "pages", "parts", "recovery", "refusals", "register", "smtp", "trainees",
  "verification",
];

export default defineConfig<object, Options>({
  testDir: "specs",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 2,
  // A test that passes the second time only is a fault, of the product or of the test.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // A whole story with axe at each step takes a minute on two busy cores.
  timeout: 300_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["html", { open: "never", outputFolder: "playwright-report" }]],
  use: {
    actionTimeout: 15_000,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    // Without the film, which takes as much of a processor as the page itself; the DOM of each step is kept.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: chromium, args: flags },
  },
  projects: [
    { name: "sqlite", use: { database: "sqlite" } },
    { name: "postgres", use: { database: "postgres" }, testIgnore: ONCE.map((name) => `**/${name}.spec.ts`) },
  ],
});
