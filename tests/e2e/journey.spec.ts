import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/until.ts";
import { makeClip } from "./clip-file.ts";
import { dropFiles } from "./drop-files.ts";
import { expect, owner, test, watchConsole } from "./reelyard.ts";
import { findIn, readSecrets, SecretWatch } from "./secret-watch.ts";

test("from an empty data directory to a playing video, and away again", async ({ page, startReelyard }) => {
  test.setTimeout(420_000);
  const app = await startReelyard({ fromNothing: true });
  const secrets = new SecretWatch(page.context());
  const complaints = watchConsole(page);
  const file = makeClip({ seconds: 6, megabits: 24 });

  await test.step("the first visit leads to setup, which makes the owner", () => setUp(page, app));
  await test.step("an empty library offers the three ways to fill it", () => lookAtNothing(page));
  await test.step("a dropped file is read before a byte of it is sent", async () => {
    await dropFiles(page, [file]);
    const dialog = page.getByRole("dialog", { name: "Upload" });
    await expect(dialog.getByText(/0:06, 1920 × 1080, H\.264/)).toBeVisible();
    await dialog.getByRole("button", { name: "Upload 1 file" }).click();
  });
  await test.step("progress moves by itself until everything is ready", () => watchProgress(page));
  await test.step("pointing at its poster shows its frames, for as long", () => scrub(page));
  await test.step("setup is gone once there is an owner", async () => {
    const answer = await page.request.get(`${app.url}/setup`);
    expect(answer.status()).toBe(404);
  });
  await page.getByRole("region", { name: "Uploads" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/assets\//);
  await test.step("its renditions say what they are", async () => {
    for (const name of ["h264", "hls.720p"]) {
      await expect(page.getByRole("row").filter({ hasText: name }).first()).toContainText(/h\.?264/i);
    }
  });
  await test.step("it plays, as HLS, and seeks", () => play(page));
  await test.step("the download is the file, byte for byte", () => compareDownload(page, file));
  await test.step("deleting names what goes, and leaves nothing", () => deleteIt(page, app));
  await test.step("no secret reached the browser or a log", async () => {
    const known = await readSecrets(app.dataDir);
    expect(secrets.count).toBeGreaterThan(50);
    expect(await secrets.findLeaks(known)).toEqual([]);
    const inLogs = new Map([...known, ["the owner's password", owner.password]]);
    expect(findIn("the console or a log file", await app.readOutput(), inLogs)).toEqual([]);
  });
  expect(complaints).toEqual([]);
});

async function setUp(page: Page, app: TestApp): Promise<void> {
  await page.goto(app.url);
  await expect(page).toHaveURL(/\/setup/);
  await page.getByLabel("Name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Create the owner account" }).click();
  await expect(page.getByText(/at least 12 characters/i)).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Create the owner account" }).click();
  await expect(page).toHaveURL(/\/library/);
}

async function lookAtNothing(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Drop your first video here" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose files" })).toBeEnabled();
  await expect(page.getByRole("button", { name: "Add sample videos" })).toBeEnabled();
  await page.getByLabel("From a web address").fill("file:///etc/passwd");
  await page.getByRole("button", { name: "Fetch" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Enter a web address" })).toBeVisible();
}

/** The bar of the dock goes up while the file is encoded, without a reload. */
async function watchProgress(page: Page): Promise<void> {
  const dock = page.getByRole("region", { name: "Uploads" });
  const bars = dock.getByRole("progressbar", { name: /: encoding$/ });
  const seen = new Set<number>();
  await expect
    .poll(
      async () => {
        // In one look: a bar that was counted may be gone when it is asked.
        const shown = await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute("aria-valuenow")));
        for (const percent of shown) seen.add(Number(percent));
        return await dock.getByText(/^(Ready|Failed)/).count();
      },
      { timeout: 240_000, intervals: [200] },
    )
    .toBe(1);
  await expect(dock.getByText(/^Ready/)).toBeVisible();
  expect([...seen].filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(2);
}

async function scrub(page: Page): Promise<void> {
  const poster = page.getByRole("list", { name: "Videos" }).locator("[data-poster]").first();
  const strip = poster.locator("[data-strip]");
  await expect(strip).toBeAttached();
  await poster.hover();
  await expect(strip).toHaveCSS("opacity", "1");
  await page.mouse.move(2, 2);
  await expect(strip).toHaveCSS("opacity", "0");
}

async function play(page: Page): Promise<void> {
  const playlists: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes(".m3u8")) playlists.push(response.url());
  });
  await page.getByRole("button", { name: /^Play / }).click();
  const video = page.locator("video");
  const position = () =>
    video.evaluate((element) => (element instanceof HTMLVideoElement ? element.currentTime : 0));
  await expect.poll(position, { timeout: 30_000 }).toBeGreaterThan(2);
  // The rendition's own playlists, not the preview that is there before anything is encoded.
  expect(playlists.filter((url) => !url.includes("preview")).length).toBeGreaterThan(1);

  await page.getByRole("slider", { name: "Position" }).fill("4000");
  await expect.poll(position, { timeout: 30_000 }).toBeGreaterThan(4.3);
  const isMoving = await video.evaluate(
    (element) => element instanceof HTMLVideoElement && element.videoWidth > 0,
  );
  expect(isMoving).toBe(true);
}

async function compareDownload(page: Page, file: string): Promise<void> {
  const started = page.waitForEvent("download");
  await page
    .getByRole("link", { name: /download/i })
    .first()
    .click();
  const download = await started;
  expect(download.suggestedFilename()).toBe(path.basename(file));
  const [got, sent] = [await readFile(await download.path()), await readFile(file)];
  expect(got.length).toBe(sent.length);
  expect(hash(got)).toBe(hash(sent));
}

const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function deleteIt(page: Page, app: TestApp): Promise<void> {
  await page
    .getByRole("button", { name: /delete/i })
    .first()
    .click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText(/renditions?/);
  await dialog.getByRole("button", { name: /delete/i }).click();
  await expect(page).toHaveURL(/\/library/);
  await expect(page.getByRole("main").getByText("e2e-1080p15-6s-24m")).toHaveCount(0);
  // Rows first, then files: the files follow.
  await until("the engine's files to be gone", async () => {
    const left = await readdir(path.join(app.dataDir, "engine", "media"), {
      recursive: true,
      withFileTypes: true,
    });
    return left.every((entry) => !entry.isFile());
  });
}
