import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { z } from "zod";
import { read } from "#tests/support/apivideo-answers.ts";
import { ApivideoCaller } from "#tests/support/apivideo-caller.ts";
import { makePng } from "#tests/support/apivideo-files.ts";
import { clip } from "#tests/support/clips.ts";
import { until } from "#tests/support/until.ts";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility.ts";
import { makeClip } from "./clip-file.ts";
import { dropFiles } from "./drop-files.ts";
import { expect, test, watchConsole } from "./reelyard.ts";
import { readSecrets, SecretWatch } from "./secret-watch.ts";

const title = "Maths video";
const goneTitle = "Deleted by mistake";
const credentialsFile = z.object({ apivideo: z.object({ apiKey: z.string(), baseUrl: z.string() }) });

/** The rail's entry of an account's page; it is there while one looks at the account. */
const toPage = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();

async function openCaller(dataDir: string): Promise<ApivideoCaller> {
  const text = await readFile(path.join(dataDir, "engine", "credentials.json"), "utf8");
  return new ApivideoCaller({ credentials: credentialsFile.parse(JSON.parse(text)) });
}

/** The owner's page, which has nothing to complain about at the end and was told no secret. */
const journey = test.extend<{ desk: Page }>({
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

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

async function openVideo(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/library?q=${encodeURIComponent(title)}`);
  await page.getByRole("link", { name: title }).first().click();
  await expect(page.getByRole("heading", { name: "Captions" })).toBeVisible();
}

/** The account's page, where the rail offers its others. */
async function openAccount(page: Page): Promise<void> {
  const rail = page.getByRole("navigation", { name: "Main" });
  await rail.getByRole("link", { name: "Local api.video" }).click();
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

journey("a webhook is made, edited, removed and told a test event", async ({ desk: page, app }) => {
  await page.goto(`${app.url}/events/webhooks`);
  const card = page.getByRole("region", { name: "Local api.video" });
  await card.getByRole("button", { name: "Connect to the inbox" }).click();
  await expect(card.getByText("Its events come to this dashboard.")).toBeVisible();
  await card.getByRole("button", { name: "Webhook", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("https://example.com/first");
  await dialog.getByRole("button", { name: "Make the webhook" }).click();
  await card.getByRole("button", { name: "Edit https://example.com/first" }).click();
  await dialog.getByLabel("Address").fill("https://example.com/second");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("https://example.com/second")).toBeVisible();
  await expect(card.getByText("https://example.com/first")).toBeHidden();
  await expect(card.getByText("Told nothing within a week.").first()).toBeVisible();
  await expectNoViolations(page, "webhooks");
  await card.getByRole("button", { name: "Remove https://example.com/second" }).click();
  await page.getByRole("button", { name: "Remove webhook" }).click();
  await expect(card.getByText("https://example.com/second")).toBeHidden();
  await card.getByRole("button", { name: "Send a test event" }).click();
  const evidence = page.getByRole("region", { name: "The event" });
  await expect(evidence.getByRole("heading", { name: "reelyard.test" })).toBeVisible();
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
