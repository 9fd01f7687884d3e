import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
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

const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
