import { test as base, type Cookie, expect, type Page } from "@playwright/test";
import { type AppOptions, startApp, type TestApp } from "#tests/support/app.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";

/** What a journey is run on; a project of playwright.config.ts chooses. */
export interface ReelyardOptions {
  readonly backend: "pglite" | "postgres";
}

export const owner = {
  name: "Ada Owner",
  email: "owner@example.com",
  password: "a few words in a row",
};

/** A loopback address that connections of the shared Reelyard may name, and where nothing listens. */
export const nobodyThere = "127.0.0.2";

interface WorkerFixtures {
  /** Starts a Reelyard on the project's backend with an empty data directory; stopped with the worker. */
  readonly startReelyard: (options?: AppOptions) => Promise<TestApp>;
  /** One with an owner already, shared by the files that do not care what else is in it. */
  readonly app: TestApp;
  /** Its owner's session there, once there is one. */
  readonly ownerSession: { readonly url: string; cookies: readonly Cookie[] };
}

export const test = base.extend<{ signedIn: Page }, ReelyardOptions & WorkerFixtures>({
  backend: ["pglite", { option: true, scope: "worker" }],

  startReelyard: [
    async ({ backend }, use) => {
      const undo: (() => Promise<unknown>)[] = [];
      await use(async (options) => {
        const app = await startApp({
          ...options,
          env: { ...(await databasesFor(backend, undo)), ...options?.env },
        });
        undo.push(() => app.stop());
        return app;
      });
      for (const step of undo.reverse()) await step();
    },
    { scope: "worker", timeout: 300_000 },
  ],

  app: [
    async ({ startReelyard }, use) => {
      await use(
        await startReelyard({
          env: {
            REELYARD_OWNER_EMAIL: owner.email,
            REELYARD_OWNER_PASSWORD: owner.password,
            REELYARD_ALLOW_PRIVATE_URLS: nobodyThere,
          },
        }),
      );
    },
    { scope: "worker", timeout: 300_000 },
  ],

  ownerSession: [({ app }, use) => use({ url: app.url, cookies: [] }), { scope: "worker" }],

  /** A page at the library of the shared Reelyard, signed in as its owner. */
  signedIn: async ({ page, ownerSession }, use) => {
    // As one who comes back; a journey may have ended the session, and then its owner signs in anew.
    await page.context().addCookies([...ownerSession.cookies]);
    await page.goto(`${ownerSession.url}/library`);
    if (new URL(page.url()).pathname === "/sign-in") {
      await page.getByLabel("E-mail").fill(owner.email);
      await page.getByLabel("Password", { exact: true }).fill(owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page).toHaveURL(/\/library/);
      ownerSession.cookies = await page.context().cookies();
    }
    await use(page);
  },
});

async function databasesFor(
  backend: ReelyardOptions["backend"],
  undo: (() => Promise<unknown>)[],
): Promise<Record<string, string>> {
  if (backend === "pglite") return {};
  if (!testServerUrl) throw new Error("TEST_DATABASE_URL is not set: run it through `npm test -- e2e`.");
  const [dashboard, engine] = [
    await createTestDatabase(testServerUrl),
    await createTestDatabase(testServerUrl),
  ];
  undo.push(dashboard.drop, engine.drop);
  return { DATABASE_URL: dashboard.url, ENGINE_DATABASE_URL: engine.url };
}

/** What a browser complains about while a test runs: a broken page, a refused resource, a content policy. */
export function watchConsole(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

export { expect };
