import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "./accessibility.ts";
import { makeClip } from "./clip-file.ts";
import { dropFiles } from "./drop-files.ts";
import { expect, test } from "./reelyard.ts";

/** Numbers of the parts the page sends, in the order it sends them. */
function watchParts(page: Page): number[] {
  const sent: number[] = [];
  page.on("request", (request) => {
    const part = request.headers()["x-part"];
    if (part !== undefined && request.method() !== "GET") sent.push(Number(part));
  });
  return sent;
}

/** So slow that the test can close the tab in the middle. */
async function slowDown(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}

test("an upload goes on where it stopped after its tab was killed", async ({
  signedIn: page,
  app,
  context,
}) => {
  const file = makeClip({ seconds: 5, megabits: 80 });
  await dropFiles(page, [file]);
  const dialog = page.getByRole("dialog", { name: "Upload" });
  await dialog.getByRole("button", { name: "None" }).click();
  const before = watchParts(page);
  await slowDown(page, 4 * 1024 * 1024);
  await dialog.getByRole("button", { name: "Upload 1 file" }).click();
  const bar = page.getByRole("region", { name: "Uploads" }).getByRole("progressbar").first();
  await expect
    .poll(async () => Number(await bar.getAttribute("aria-valuenow")), { timeout: 60_000 })
    .toBeGreaterThan(30);
  // Not asked first, as a crash does not ask.
  await page.close({ runBeforeUnload: false });

  const reopened = await context.newPage();
  await reopened.goto(`${app.url}/library`);
  const dock = reopened.getByRole("region", { name: "Uploads" });
  await expect(dock.getByText(/^Interrupted at /)).toBeVisible();
  const after = watchParts(reopened);
  await dropFiles(reopened, [file]);
  await expect(dock.getByText(/^Ready/)).toBeVisible({ timeout: 60_000 });

  const whole = new Set([...before, ...after]).size;
  expect(whole).toBeGreaterThan(4);
  // At most what was on its way in four lanes is sent again.
  expect(after.length).toBeLessThan(whole);
  expect(before.length + after.length - whole).toBeLessThanOrEqual(4);

  await dock.getByRole("link").first().click();
  const download = reopened.waitForEvent("download");
  await reopened
    .getByRole("link", { name: /download/i })
    .first()
    .click();
  const stored = await readFile(await (await download).path());
  expect(hash(stored)).toBe(hash(await readFile(file)));
});

test("an account's page of sessions shows the parts of what goes there, paused, continued and cancelled", async ({
  signedIn: page,
}) => {
  const file = makeClip({ seconds: 20, megabits: 20 });
  const main = page.getByRole("navigation", { name: "Main" });
  await main.getByRole("link", { name: "Local Telestream", exact: true }).click();
  await main.getByRole("link", { name: "Upload sessions", exact: true }).click();
  await expect(page.getByText("No session is open from this browser")).toBeVisible();
  await dropFiles(page, [file]);
  const dialog = page.getByRole("dialog", { name: "Upload" });
  await dialog.getByRole("button", { name: "None" }).click();
  await slowDown(page, 1024 * 1024);
  await dialog.getByRole("button", { name: "Upload 1 file" }).click();

  const sessions = page.getByRole("region", { name: "Upload sessions" });
  await expect(sessions.getByRole("progressbar", { name: /^Parts of / })).toBeVisible();
  await sessions.getByRole("button", { name: /^Pause / }).click();
  await expect(sessions.getByText(/^Paused at /)).toBeVisible();
  // What the page lists the dock does not repeat.
  await expect(page.getByRole("region", { name: "Uploads", exact: true })).toBeHidden();
  await page.mouse.move(0, 0);
  await expect(page.getByRole("tooltip")).toBeHidden();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await expectNoViolations(page, "a paused session");
  await sessions.getByRole("button", { name: /^Continue / }).click();
  await expect(sessions.getByRole("button", { name: /^Pause / })).toBeVisible();
  await sessions.getByRole("button", { name: /^Cancel / }).click();
  await expect(sessions.getByText("Cancelled", { exact: true })).toBeVisible();
});

const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
