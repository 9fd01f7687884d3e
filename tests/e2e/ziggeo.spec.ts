import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { clip } from "#tests/support/clips.ts";
import { ZiggeoWitness } from "#tests/support/ziggeo-sdk.ts";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility.ts";
import { expect, test, watchConsole } from "./reelyard.ts";
import { readSecrets, SecretWatch } from "./secret-watch.ts";

/** Ziggeo has no feed of changes: what another made is seen when the account is walked next. */
const untilWalkedMs = 90_000;

/** Somebody else's client, on the same engine. */
async function openWitness(dataDir: string): Promise<ZiggeoWitness> {
  const text = await readFile(path.join(dataDir, "engine", "credentials.json"), "utf8");
  return new ZiggeoWitness(JSON.parse(text).ziggeo);
}

const streamsOf = (page: Page) => page.getByRole("region", { name: "Streams" });
const rowOf = (page: Page, name: string) =>
  streamsOf(page)
    .getByRole("listitem")
    .filter({ has: page.getByText(name, { exact: true }) });

/** Answers where the page stood: it stays there behind the dialog. */
async function choose(page: Page, stream: string, item: string): Promise<number> {
  await streamsOf(page)
    .getByRole("button", { name: `More for ${stream}`, exact: true })
    .click();
  const place = await scrollOf(page);
  await page.getByRole("menuitem", { name: item }).click();
  return place;
}

const scrollOf = (page: Page) => page.evaluate(() => Math.round(scrollY));

const positions = (videos: Locator) =>
  videos.evaluateAll((all) => all.map((each) => (each instanceof HTMLVideoElement ? each.currentTime : -1)));

test("a Ziggeo video's streams: played, compared, drafted with a frame and subtitles, bound, described", async ({
  signedIn: page,
  app,
}) => {
  test.setTimeout(300_000);
  const witness = await openWitness(app.dataDir);
  const secrets = new SecretWatch(page.context());
  const complaints = watchConsole(page);
  const { token } = await witness.upload(await clip("plain"), { title: "Řeka", tags: "water" });
  await witness.video("create", { title: "Another", key: "taken" });

  await test.step("what was uploaded and what was made of it, each once", async () => {
    await page.goto(`${app.url}/library?q=${encodeURIComponent("Řeka")}`);
    const link = page.getByRole("main").getByRole("link", { name: /Řeka/ }).first();
    await expect(link).toBeVisible({ timeout: untilWalkedMs });
    await link.click();
    await expect(rowOf(page, "Original")).toContainText("Ready");
    await expect(rowOf(page, "Transcoded 180p")).toContainText("made of Original");
    await expectNoViolations(page, "a Ziggeo video's page");
  });

  await test.step("two of them run side by side", async () => {
    await page.getByRole("checkbox", { name: "Choose Original to compare" }).check();
    await page.getByRole("checkbox", { name: "Choose Transcoded 180p to compare" }).check();
    await page.getByRole("button", { name: "Compare two" }).click();
    const videos = page.getByRole("dialog").locator("video");
    await expect(videos).toHaveCount(2);
    await videos.first().evaluate(async (video) => {
      if (video instanceof HTMLVideoElement) await video.play();
    });
    await expect.poll(async () => Math.min(...(await positions(videos)))).toBeGreaterThan(0.3);
    await videos.first().evaluate((video) => {
      if (!(video instanceof HTMLVideoElement)) return;
      video.pause();
      video.currentTime = 1.25;
    });
    await expect.poll(() => positions(videos)).toEqual([1.25, 1.25]);
    await expectNoViolations(page, "two streams compared");
    await page.keyboard.press("Escape");
  });

  await test.step("a download keeps ranges and a length", async () => {
    const href = await openDownload(page);
    const whole = await page.request.get(app.url + href);
    const bytes = await whole.body();
    expect(Number(whole.headers()["content-length"])).toBe(bytes.length);
    const part = await page.request.get(app.url + href, { headers: { range: "bytes=4-7" } });
    expect([part.status(), (await part.body()).toString()]).toEqual([206, "ftyp"]);
    expect(part.headers()["content-range"]).toBe(`bytes 4-7/${bytes.length}`);
    const poster = await rowOf(page, "Original").locator("img").getAttribute("src");
    const picture = await page.request.get(`${app.url}${poster}`);
    expect(picture.headers()).toMatchObject({
      "content-type": "image/jpeg",
      "content-length": String((await picture.body()).length),
    });
  });

  await test.step("a draft gets a frame as its picture, found with the arrow keys", async () => {
    await page.getByRole("button", { name: "New draft" }).click();
    await expect(rowOf(page, "New stream")).toContainText("waits for its picture and video");
    const place = await choose(page, "New stream", "Attach a picture…");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("Frame 1 of 50")).toBeVisible();
    expect(await scrollOf(page)).toBe(place);
    await expect(dialog.getByRole("slider", { name: "Frame" })).toBeFocused();
    for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await expect(dialog.getByText("Frame 6 of 50")).toBeVisible();
    await expectNoViolations(page, "a frame being picked");
    await dialog.getByRole("button", { name: "Use this frame" }).click();
    await expect(dialog).toBeHidden();
    await expect(rowOf(page, "New stream")).toContainText("waits for its video");
    await expect(rowOf(page, "New stream").locator("img")).toBeVisible();
  });

  await test.step("and subtitles, written beside the film", async () => {
    await choose(page, "New stream", "Subtitles…");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Write new ones" }).click();
    await dialog.getByRole("button", { name: "Add where the player stands" }).click();
    await dialog.getByRole("textbox", { name: "Cue 1 says" }).fill("Dobré ráno, řeko");
    await dialog.getByRole("button", { name: "Split cue 1" }).click();
    await expect(dialog.getByRole("textbox", { name: "Cue 2 says" })).not.toHaveValue("");
    await dialog.getByRole("button", { name: "Save subtitles" }).click();
    await expect(dialog.getByText("Say which language it is first.")).toBeVisible();
    await dialog.getByLabel("Language").fill("cs");
    await dialog.getByLabel("Label").fill("Čeština");
    await expectNoViolations(page, "subtitles being written");
    await dialog.getByRole("button", { name: "Save subtitles" }).click();
    await expect(dialog).toBeHidden();
    await expect(rowOf(page, "New stream")).toContainText("subtitles: cs");
  });

  await test.step("binding says what it means; without a video Ziggeo refuses, attaching one binds", async () => {
    await choose(page, "New stream", "Bind…");
    const dialog = page.getByRole("alertdialog", { name: "Bind this stream?" });
    await expect(dialog).toContainText("neither picture nor video can be attached any more");
    await dialog.getByRole("button", { name: "Bind stream" }).click();
    await expect(page.getByText(/no video attached/)).toBeVisible();
    await dialog.getByRole("button", { name: "Keep it a draft" }).click();
    const choosing = page.waitForEvent("filechooser");
    await choose(page, "New stream", "Attach the video…");
    await (await choosing).setFiles(await clip("plain"));
    await expect(rowOf(page, "Original 2")).toContainText("subtitles: cs");
    await expect(rowOf(page, "Original 2").getByText("Draft")).toHaveCount(0);
  });

  await test.step("details are checked as they are typed, and kept when they are refused", async () => {
    const form = page.getByRole("form", { name: "Details at Ziggeo" });
    await form.getByLabel("Key").fill("taken");
    await expect(form.getByText("“Another” has this key already.")).toBeVisible();
    await form.getByLabel("Custom data").fill('{\n  "order": 17\n  "crew": 2\n}');
    await form.getByLabel("Deletion date").fill("2099-12-24");
    await form.getByRole("button", { name: "Save details" }).click();
    await expect(form.getByText("Line 3: a comma is expected.")).toBeVisible();
    await expectNoViolations(page, "details with faults");
    await form.getByLabel("Custom data").fill('{"order": 17}');
    await form.getByRole("button", { name: "Save details" }).click();
    await expect(form.getByText("“Another” has the key “taken” already.")).toBeVisible();
    await form.getByLabel("Key").fill("řeka");
    await form.getByRole("button", { name: "Save details" }).click();
    await expect(page.getByText("Details saved")).toBeVisible();
    expect(await witness.video("get", token)).toMatchObject({
      key: "řeka",
      title: "Řeka",
      data: { order: 17 },
      reelyard: { expires_at: Date.parse("2099-12-24T00:00:00Z") / 1000 },
    });
  });

  await test.step("all of it on a phone, by night", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.reload();
    await expect(rowOf(page, "Original 2")).toBeVisible();
    await expectNoSidewaysScroll(page, "a Ziggeo video's page");
    await expectNoViolations(page, "a Ziggeo video's page, by night");
    await choose(page, "Original", "Subtitles…");
    await expectNoViolations(page, "subtitles on a phone");
    await page.keyboard.press("Escape");
  });

  expect(await secrets.findLeaks(await readSecrets(app.dataDir))).toEqual([]);
  expect(complaints).toEqual([]);
});

async function openDownload(page: Page): Promise<string> {
  await streamsOf(page).getByRole("button", { name: "More for Original", exact: true }).click();
  const href = await page.getByRole("menuitem", { name: "Download", exact: true }).getAttribute("href");
  await page.keyboard.press("Escape");
  return href ?? "";
}

test("many videos are changed at once: first the difference, then how each fared", async ({
  signedIn: page,
  app,
}) => {
  const witness = await openWitness(app.dataDir);
  const complaints = watchConsole(page);
  const made = [];
  for (const number of [1, 2, 3]) {
    made.push(await witness.video("create", { title: `Bulk ${number}`, tags: number === 3 ? "b" : "a" }));
  }
  const [first] = made;
  await page.goto(`${app.url}/library?q=Bulk&sort=title`);
  const links = page.getByRole("main").getByRole("link", { name: /Bulk [123]/ });
  await expect(links).toHaveCount(3, { timeout: untilWalkedMs });
  await links.first().focus();
  await page.keyboard.press("Control+a");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("in 3 videos");

  await dialog.getByRole("checkbox", { name: "Tags" }).check();
  await dialog.getByRole("textbox", { name: "Tags" }).fill("b");
  await dialog.getByRole("checkbox", { name: "Key" }).check();
  await dialog.getByLabel("New key").fill("bulk");
  await dialog.getByRole("button", { name: "Review changes" }).click();
  await expect(dialog.getByText("Several would have the key “bulk”: write {n} into it.")).toHaveCount(3);
  await dialog.getByRole("button", { name: "Back" }).click();
  await dialog.getByLabel("New key").fill("bulk-{n}");
  await dialog.getByRole("button", { name: "Review changes" }).click();
  const changes = dialog.getByRole("list", { name: "Changes" }).getByRole("listitem");
  await expect(changes).toHaveCount(3);
  await expect(changes.nth(0)).toContainText("bulk-1");
  await expect(changes.filter({ hasText: "Bulk 3" })).not.toContainText("Tags");
  await expectNoViolations(page, "what a bulk edit will change");

  // Somebody else is quicker with one of them: that one is told and left alone, and can be tried again.
  await witness.video("update", first?.token, { tags: "theirs" });
  await dialog.getByRole("button", { name: "Change 3 videos" }).click();
  await expect(dialog.getByText("2 videos changed, 1 not.")).toBeVisible();
  await expect(dialog.getByText(/tags is now “theirs”/)).toBeVisible();
  await expectNoViolations(page, "what a bulk edit has changed");
  await dialog.getByRole("button", { name: "Try 1 video again" }).click();
  await expect(changes).toContainText("theirs, b");
  await dialog.getByRole("button", { name: "Change 1 video" }).click();
  await expect(dialog.getByText("1 video changed.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  expect(await witness.video("get", first?.token)).toMatchObject({ tags: ["theirs", "b"], key: "bulk-1" });
  expect(complaints).toEqual([]);
});
