import { test as base } from "@playwright/test";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";

/** What a journey is run on; a project of playwright.config.ts chooses. */
export interface ReelyardOptions {
  readonly backend: "pglite" | "postgres";
}

/**
 * `test` with a Reelyard of its own for each file, started from an empty data directory, and pages that complain
 * when the browser's console does.
 */
export const test = base.extend<{ quietConsole: undefined }, ReelyardOptions & { app: TestApp }>({
  backend: ["pglite", { option: true, scope: "worker" }],

  app: [
    async ({ backend }, use) => {
      const databases =
        backend === "postgres" ? [await requireDatabase(), await requireDatabase()] : [undefined, undefined];
      const [dashboard, engine] = databases;
      const app = await startApp({
        env: {
          ...(dashboard ? { DATABASE_URL: dashboard.url } : {}),
          ...(engine ? { ENGINE_DATABASE_URL: engine.url } : {}),
        },
      });
      await use(app);
      await app.stop();
      await dashboard?.drop();
      await engine?.drop();
    },
    { scope: "worker", timeout: 300_000 },
  ],

  baseURL: async ({ app }, use) => use(app.url),
});

async function requireDatabase() {
  if (!testServerUrl) throw new Error("TEST_DATABASE_URL is not set: run it through `npm test -- e2e`.");
  return createTestDatabase(testServerUrl);
}

export { expect } from "@playwright/test";
