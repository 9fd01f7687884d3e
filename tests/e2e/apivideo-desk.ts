import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { ApivideoCaller } from "#tests/support/apivideo-caller.ts";
import { expect, test, watchConsole } from "./reelyard.ts";
import { readSecrets, SecretWatch } from "./secret-watch.ts";

const credentialsFile = z.object({ apivideo: z.object({ apiKey: z.string(), baseUrl: z.string() }) });

/** The rail's entry of an account's page; it is there while one looks at the account. */
export const toPage = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();

export async function openCaller(dataDir: string): Promise<ApivideoCaller> {
  const text = await readFile(path.join(dataDir, "engine", "credentials.json"), "utf8");
  return new ApivideoCaller({ credentials: credentialsFile.parse(JSON.parse(text)) });
}

/** The owner's page, which has nothing to complain about at the end and was told no secret. */
export const journey = test.extend<{ desk: Page }>({
  desk: async ({ signedIn: page, app }, use) => {
    const complaints = watchConsole(page);
    const secrets = new SecretWatch(page.context());
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await use(page);
    expect(complaints).toEqual([]);
    // What a player was still loading would be waited for.
    await page.goto("about:blank");
    expect(await secrets.findLeaks(await readSecrets(app.dataDir))).toEqual([]);
  },
});

export const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** The account's page, where the rail offers its others. */
export async function openAccount(page: Page): Promise<void> {
  const rail = page.getByRole("navigation", { name: "Main" });
  await rail.getByRole("link", { name: "Local api.video" }).click();
}
