import { type ChildProcess, spawn } from "node:child_process";
import type { Locator } from "@playwright/test";
import { read } from "#tests/support/apivideo-answers.ts";
import { expectNoViolations } from "./accessibility.ts";
import { copied, journey, openAccount, openCaller, toPage } from "./apivideo-desk.ts";
import { expect } from "./reelyard.ts";

journey("a live stream is made, and what a broadcast is sent with is copied", async ({ desk: page }) => {
  await openAccount(page);
  await toPage(page, "Live");
  await page.getByLabel("New live stream").fill("Town hall");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Copy the address of Town hall" }).click();
  await expect.poll(() => copied(page)).toMatch(/^rtmp:\/\//);
  await page.getByRole("button", { name: "Pass it on to another service" }).click();
  const place = page.getByRole("form", { name: "Another service" });
  await place.getByLabel("Name").fill("Elsewhere");
  await place.getByLabel("Server").fill("https://example.com");
  await place.getByLabel("Its stream key").fill("their-key");
  await place.getByRole("button", { name: "Pass it on" }).click();
  await expect(place.getByText("Enter an address that starts with rtmp:// or rtmps://.")).toBeVisible();
  await place.getByLabel("Server").fill("rtmps://live.example.com/app");
  await place.getByRole("button", { name: "Pass it on" }).click();
  await expect(page.getByText("Passed on to Elsewhere")).toBeVisible();
  await expectNoViolations(page, "live streams");
  await page.getByRole("button", { name: "Show the key" }).click();
  await page.getByRole("button", { name: "Copy the key of Town hall" }).click();
  await expect.poll(() => copied(page)).toMatch(/^[\w-]{20,}$/);
});

journey(
  "a broadcast shows by itself, is watched, is ended, and its recording is linked",
  async ({ desk: page, app }) => {
    const caller = await openCaller(app.dataDir);
    const made = read(await caller.json("POST", "/live-streams", { name: "Evening show" }), "liveStream");
    await openAccount(page);
    await toPage(page, "Live");
    const show = page.getByRole("listitem").filter({ hasText: "Evening show" });
    await expect(show.getByText("Off air")).toBeVisible();

    const sender = startBroadcast(`${made.reelyard.ingestUrl}/${made.streamKey}`);
    try {
      await expect(show.getByText("On air", { exact: true })).toBeVisible({ timeout: 60_000 });
      await show.getByRole("button", { name: "Preview" }).click();
      const video = page.frameLocator("iframe[title='Evening show, live']").locator("video");
      await expect.poll(() => playedSeconds(video), { timeout: 60_000 }).toBeGreaterThan(0);
      await expectNoViolations(page, "a broadcast on the air");

      await show.getByRole("button", { name: "End the broadcast" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "End the broadcast" }).click();
      await expect(show.getByText("Off air")).toBeVisible({ timeout: 60_000 });
    } finally {
      sender.kill("SIGKILL");
    }
    await show.getByRole("link", { name: "Evening show" }).click({ timeout: 60_000 });
    await expect(page.getByRole("heading", { name: "Evening show" })).toBeVisible();
  },
);

/** A broadcast at its own speed, as small as one can be, until it is ended at the other side. */
function startBroadcast(url: string): ChildProcess {
  return spawn(
    "ffmpeg",
    [
      ...["-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10"],
      ...[
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-tune",
        "zerolatency",
        "-pix_fmt",
        "yuv420p",
        "-g",
        "10",
      ],
      ...["-t", "300", "-f", "flv", url],
    ],
    { stdio: "ignore" },
  );
}

/** Starts it where it stands still, and says how far it is. */
const playedSeconds = (video: Locator) =>
  video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    if (element.paused) await element.play().catch(() => {});
    return element.currentTime;
  });
