import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { dropFiles } from "./drop-files.ts";
import { expect, test } from "./reelyard.ts";

test("a file dropped before the page's scripts have come is sent, and plays though it cannot be cut into segments", async ({
  signedIn: page,
  app,
}) => {
  const clip = makeUncutClip();
  let letScriptsCome = () => {};
  const scriptsMayCome = new Promise<void>((resolve) => {
    letScriptsCome = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await scriptsMayCome;
    await route.continue();
  });
  await page.goto(`${app.url}/library`, { waitUntil: "commit" });
  await expect(page.getByRole("heading", { name: "Library" })).toBeVisible();
  await dropFiles(page, [clip]);
  letScriptsCome();
  const dialog = page.getByRole("dialog", { name: "Upload" });
  // Without an HLS rendition of its own, what would be streamed is the source.
  await dialog.getByRole("button", { name: "None" }).click();
  await dialog.getByRole("checkbox", { name: "h264", exact: true }).click();
  await dialog.getByRole("button", { name: "Upload 1 file" }).click();

  const title = path.basename(clip, ".mp4");
  await expect(page.getByRole("link", { name: new RegExp(title) }).first()).toBeVisible({ timeout: 60_000 });
  await page.goto(`${app.url}/library?q=${title}`);
  await page
    .getByRole("link", { name: new RegExp(title) })
    .first()
    .click();
  await expect(page).toHaveURL(/\/assets\//);
  // Without a key frame in forty seconds there is no preview to stream: the player goes on to what it can have.
  const refused = page.waitForResponse(
    (answer) => /index\.m3u8/.test(answer.url()) && answer.status() === 404,
  );
  await page.getByRole("button", { name: `Play ${title}` }).click();
  await refused;
  await expect
    .poll(() => page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime))
    .toBeGreaterThan(1);
  await expect(page.getByRole("region", { name: `Player: ${title}` }).getByRole("alert")).toHaveCount(0);
});

/** Forty seconds with a single key frame. */
function makeUncutClip(): string {
  const file = path.resolve(".cache", "clips", "e2e-one-key-frame-40s.mp4");
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.mp4`;
  execFileSync("ffmpeg", [
    ...["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=40"],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"],
    ...["-g", "9999", "-sc_threshold", "0", "-movflags", "+faststart", aside],
  ]);
  renameSync(aside, file);
  return file;
}
