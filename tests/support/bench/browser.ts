import { type Browser, chromium, type Page } from "@playwright/test";
import { type AppOptions, startApp, type TestApp } from "#tests/support/app.ts";

const owner = { email: "owner@example.com", password: "a few words in a row" };

export interface BenchBrowser {
  readonly app: TestApp;
  readonly browser: Browser;
  /** A new page, signed in, in a context of its own: nothing of another measurement is cached. */
  openPage(options?: { bypassCSP?: boolean }): Promise<Page>;
  close(): Promise<void>;
}

/** The product, built, and a Chromium with an owner signed in. */
export async function startBenchBrowser(options: AppOptions = {}): Promise<BenchBrowser> {
  const app = await startApp({
    ...options,
    env: {
      REELYARD_OWNER_EMAIL: owner.email,
      REELYARD_OWNER_PASSWORD: owner.password,
      LOG_LEVEL: "warn",
      ...options.env,
    },
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const first = await browser.newContext({ baseURL: app.url });
  const page = await first.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/library/);
  const storageState = await first.storageState();
  await first.close();
  return {
    app,
    browser,
    async openPage({ bypassCSP = false } = {}) {
      const context = await browser.newContext({
        baseURL: app.url,
        storageState,
        bypassCSP,
        viewport: { width: 1440, height: 900 },
      });
      return context.newPage();
    },
    async close() {
      await browser.close();
      await app.stop();
    },
  };
}
