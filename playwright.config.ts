import { defineConfig } from "@playwright/test";
import type { ReelyardOptions } from "./tests/e2e/reelyard.ts";

export default defineConfig<ReelyardOptions>({
  testDir: "tests/e2e",
  outputDir: "test-results",
  // A journey waits more than it computes: two at once use both cores, each with a product of its own.
  workers: 2,
  fullyParallel: false,
  // `npm test` gives a journey that met a busy machine a second try, traced, and names it at the end.
  retries: process.env.TEST_SECOND_TRY ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json"]],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // A trace films the page all the time: a third of the processors' work, so only of what failed once.
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      // npm test says where Chromium is; Playwright's own download is not used.
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      // Debian's Chromium asks Google's hosts at every start; nothing here may leave the machine.
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-gpu",
        "--no-first-run",
      ],
    },
  },
  // Each worker has a product of its own, which begins empty and is shared by its files; a file that cares starts another
  // (tests/e2e/reelyard.ts).
  projects: [
    // The journey on a server, too; what the pages look like does not depend on the database. First, so that no other
    // worker stands idle while one runs it at the end.
    { name: "postgres", use: { backend: "postgres" }, testMatch: "journey.spec.ts" },
    { name: "pglite", use: { backend: "pglite" } },
  ],
});
