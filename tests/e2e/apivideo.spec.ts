import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { read } from "#tests/support/apivideo-answers.ts";
import type { ApivideoCaller } from "#tests/support/apivideo-caller.ts";
import { makePng } from "#tests/support/apivideo-files.ts";
import { clip } from "#tests/support/clips.ts";
import { until } from "#tests/support/until.ts";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility.ts";
import { copied, journey, openAccount, openCaller, toPage } from "./apivideo-desk.ts";
import { makeClip } from "./clip-file.ts";
import { dropFiles } from "./drop-files.ts";
import { expect, test } from "./reelyard.ts";

const title = "Maths video";
const goneTitle = "Deleted by mistake";
async function openVideo(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/library?q=${encodeURIComponent(title)}`);
  await page.getByRole("link", { name: title }).first().click();
  await expect(page.getByRole("heading", { name: "Captions" })).toBeVisible();
}

/** A film at the account, sent by somebody else's client, and encoded. */
async function sendFilm(caller: ApivideoCaller): Promise<string> {
  const { videoId } = read(await caller.json("POST", "/videos", { title }), "made");
  const film = Buffer.from(await readFile(await clip("plain")));
  await caller.chunk(`/videos/${videoId}/source`, undefined, film);
  await until(
    "its qualities",
    async () => {
      const { encoding } = read(await caller.call("GET", `/videos/${videoId}/status`), "encoded");
      return encoding.qualities.length > 0 && encoding.qualities.every(({ status }) => status === "encoded");
    },
    { withinMs: 120_000 },
  );
  return videoId;
}

let caller: ApivideoCaller;
let videoId: string;
test.beforeAll(async ({ app }) => {
  caller = await openCaller(app.dataDir);
  videoId = await sendFilm(caller);
});

journey(
  "a video at api.video is captioned, framed, described and embedded on its page",
  async ({ desk: page, app }) => {
    await test.step("its page shows every quality with its state", async () => {
      await openVideo(page, app.url);
      for (const quality of ["hls 240p", "mp4 240p"]) {
        await expect(page.getByRole("row", { name: new RegExp(quality) })).toContainText("Ready");
      }
      await expectNoViolations(page, "the page of an api.video video");
    });

    await test.step("captions are written with the cue editor, chapters lie on the timeline", async () => {
      for (const [kind, text] of [
        ["captions", "Two and two"],
        ["chapters", "Sums"],
      ] as const) {
        const section = page.getByRole("region", { name: kind === "captions" ? "Captions" : "Chapters" });
        await section.getByLabel(`Add ${kind} in`).selectOption("en");
        await section.getByRole("button", { name: /^Add (where the player stands|a cue)$/ }).click();
        await section.getByLabel("Cue 1 says").fill(text);
        await section.getByRole("button", { name: `Save ${kind}` }).click();
        await expect(section.getByText("English", { exact: true })).toBeVisible();
      }
      await page.getByRole("button", { name: "Make English the default" }).click();
      await expect(page.getByText("default", { exact: true })).toBeVisible();
      const chapter = page.getByRole("region", { name: "Chapters" }).getByRole("button", { name: "Sums" });
      await expect(chapter).toBeVisible();
      const stored = await caller.call("GET", `/vod/${videoId}/captions/en.vtt`);
      expect(stored.body).toContain("Two and two");
    });

    await test.step("the thumbnail is a frame of the player, or a picture", async () => {
      await page.getByRole("button", { name: "Use the frame the player shows" }).click();
      await expect(page.getByText("The thumbnail is being made of this frame.")).toBeVisible();
      const section = page.getByRole("region", { name: "Thumbnail" });
      await section
        .locator("input[type=file]")
        .setInputFiles({ name: "own.png", mimeType: "image/png", buffer: makePng(64, 36) });
      await expect(page.getByText("The picture is the thumbnail now.")).toBeVisible();
      const thumbnail = await fetch(`${caller.baseUrl}/vod/${videoId}/thumbnail.jpg`);
      expect(thumbnail.headers.get("content-type")).toBe("image/png");
    });

    await test.step("metadata, tags and who may see it are saved", async () => {
      const form = page.getByRole("form", { name: "Details at api.video" });
      await form.getByLabel("Tags").fill("school, numbers");
      await form.getByRole("button", { name: "Add a pair" }).click();
      await form.getByLabel("Key 1").fill("author");
      await form.getByLabel("Value 1").fill("Ada");
      await form.getByRole("switch", { name: "Public" }).click();
      await form.getByRole("button", { name: "Save details" }).click();
      await expect(page.getByText("Saved", { exact: true })).toBeVisible();
      const { body } = await caller.call("GET", `/videos/${videoId}`);
      expect(body).toMatchObject({
        public: false,
        tags: ["school", "numbers"],
        metadata: [{ key: "author", value: "Ada" }],
      });
      await form.getByRole("switch", { name: "Public" }).click();
      await form.getByRole("button", { name: "Save details" }).click();
      await expect(form.getByRole("button", { name: "Save details" })).toBeDisabled();
    });

    await test.step("the embedded player is copied, and shown as it will look", async () => {
      // Public again: without a token of its own.
      await expect(page.getByText(`/vod/${videoId}" width`)).toBeVisible();
      await page.getByRole("button", { name: "Copy the code" }).click();
      await expect.poll(() => copied(page)).toContain(`/vod/${videoId}`);
      await page.getByRole("button", { name: "Show how it looks" }).click();
      const frame = page.frameLocator("iframe[title='The embedded player']");
      await expect(frame.locator("video")).toBeVisible();
      await expect(frame.locator("track[kind=captions]")).toHaveCount(1);
    });
  },
);

journey(
  "a file dropped on the account's library goes there from the browser, and is there",
  async ({ desk: page, app }) => {
    const caller = await openCaller(app.dataDir);
    await openAccount(page);
    await expect(page).toHaveURL(/\/library\?connection=/);
    const file = makeClip({ seconds: 2, megabits: 4 });
    await dropFiles(page, [file]);
    const dialog = page.getByRole("dialog", { name: "Upload" });
    await expect(dialog.getByRole("combobox", { name: "Connection" })).toHaveText("Local api.video");
    await expect(dialog.getByText("makes every quality")).toBeVisible();
    await expect(dialog.getByRole("combobox", { name: "Factory" })).toHaveCount(0);
    await expectNoViolations(page, "the upload dialog for api.video");
    await dialog.getByRole("button", { name: "Upload 1 file" }).click();
    const name = path.basename(file);
    const sent = page.getByRole("link", { name: new RegExp(path.basename(name, ".mp4")) }).first();
    await expect(sent).toBeVisible({ timeout: 60_000 });
    const { data } = read(await caller.call("GET", `/videos?title=${encodeURIComponent(name)}`), "videos");
    expect(data).toHaveLength(1);
    await until("its first quality", async () => {
      const status = await caller.call("GET", `/videos/${data[0]?.videoId}/status`);
      return read(status, "encoded").encoding.qualities.some((quality) => quality.status === "encoded");
    });
    // No webhook tells of it, and nobody looks at the video itself.
    await expect(sent.locator("img")).toBeVisible({ timeout: 30_000 });
  },
);

journey("an upload token is made and revoked", async ({ desk: page }) => {
  await openAccount(page);
  await toPage(page, "Upload tokens");
  await page.getByLabel("It lives").selectOption({ label: "an hour" });
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByRole("button", { name: /^Copy the token/ }).click();
  await expect.poll(() => copied(page)).toMatch(/^to[0-9A-Za-z]{20,}$/);
  await expectNoViolations(page, "upload tokens");
  await page.getByRole("button", { name: /^Revoke the token/ }).click();
  await page.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText("No upload token")).toBeVisible();
});

journey("a player theme gets its colours", async ({ desk: page }) => {
  await openAccount(page);
  await toPage(page, "Player themes");
  await page.getByLabel("New player theme").fill("Ours");
  await page.getByRole("button", { name: "Create" }).click();
  const form = page.getByRole("form", { name: "Player theme" });
  await form.getByLabel("Time bar, played", { exact: true }).fill("#ff0000");
  await form.getByRole("switch", { name: "Hide the title" }).click();
  await form.getByRole("button", { name: "Save theme" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expectNoViolations(page, "a player theme");
});

journey("a watermark is added, and a copy of a video wears it", async ({ desk: page, app }) => {
  await openAccount(page);
  await toPage(page, "Watermarks");
  await expect(page.getByText("No watermark yet")).toBeVisible();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: makePng(64, 36) });
  await expect(page.getByRole("button", { name: /^Delete the watermark/ })).toBeVisible();
  await expectNoViolations(page, "watermarks");
  await openVideo(page, app.url);
  await page.getByRole("button", { name: "Make a copy…" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a copy" });
  await dialog.getByRole("combobox", { name: "Watermark" }).click();
  await page.getByRole("option", { name: /^…/ }).click();
  await expectNoViolations(page, "the dialog of a copy");
  await dialog.getByRole("button", { name: "Make the copy" }).click();
  await expect(page.getByRole("heading", { name: `${title} (copy)` })).toBeVisible();
});

journey("a deleted video is brought back", async ({ desk: page }) => {
  const gone = read(await caller.json("POST", "/videos", { title: goneTitle }), "made");
  await caller.call("DELETE", `/videos/${gone.videoId}`);
  await openAccount(page);
  await toPage(page, "Discarded");
  await page
    .getByRole("listitem")
    .filter({ hasText: goneTitle })
    .getByRole("button", { name: "Restore" })
    .click();
  await expect(page.getByText(`${goneTitle} is back in the library.`)).toBeVisible();
  await expect(page.getByText("Nothing to bring back")).toBeVisible();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(page, "the bin");
  }
});
