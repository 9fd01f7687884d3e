import { mkdtempSync, writeFileSync } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { z } from "zod";
import type { TestApp } from "#tests/support/app.ts";
import { type ClipName, clip } from "#tests/support/clips.ts";
import { readTelestreamCredentials, sendPart, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { dropFiles } from "./drop-files.ts";
import { expect, test } from "./reelyard.ts";

/** Sent to the engine by somebody else, nothing to be made of it. */
async function addVideo(app: TestApp, fileName: string, name: ClipName): Promise<string> {
  const bytes = await readFile(await clip(name));
  const caller = new TelestreamCaller(await readTelestreamCredentials(app.dataDir));
  const session = await caller.openUpload(fileName, bytes.length, "none");
  const video = await sendPart(session, 0, bytes);
  return video?.id ?? "";
}

const links = (page: Page) => page.getByRole("list", { name: "Videos" }).getByRole("link");
const chip = (page: Page, name: string) =>
  page.getByRole("group", { name: "Filters" }).getByRole("button", { name });

test("the library by mouse and by keyboard, its state in the address, while the engine hangs and the line breaks", async ({
  signedIn: page,
  app,
}) => {
  test.setTimeout(240_000);
  await addVideo(app, "shelf-short.mp4", "plain");
  await addVideo(app, "shelf-long.mp4", "tenSeconds");
  await addVideo(app, "shelf-sound.m4a", "audioOnly");
  const streams: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/live") streams.push(request.url());
  });

  await test.step("a search narrows it while one types, and the arrows go on from there", async () => {
    await page.goto(`${app.url}/library?sort=title`);
    await expect(page.getByText("live", { exact: true })).toBeVisible();
    streams.length = 0;
    await page.keyboard.press("/");
    await page.keyboard.type("shelf");
    await expect(page).toHaveURL(/\/library\?sort=title&q=shelf$/);
    await expect(links(page)).toHaveText([/shelf-long/, /shelf-short/, /shelf-sound/]);
    await page.keyboard.press("ArrowDown");
    await expect(links(page).nth(0)).toBeFocused();
    await page.keyboard.press("End");
    await expect(links(page).nth(2)).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await expect(links(page).nth(1)).toBeFocused();
  });
  await test.step("x and shift select, Escape selects none, space looks at one, Enter opens it", async () => {
    const selected = page.getByRole("region", { name: "Selected videos" });
    await page.keyboard.press("x");
    await expect(selected).toContainText("1 video selected");
    await page.keyboard.press("Shift+ArrowLeft");
    await expect(selected).toContainText("2 videos selected");
    await page.keyboard.press("Escape");
    await expect(selected).toBeHidden();
    await page.keyboard.press("Space");
    const beside = page.getByRole("complementary", { name: "Details of shelf-long" });
    await expect(beside).toContainText("640 × 360");
    await page.keyboard.press("Escape");
    await expect(beside).toBeHidden();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/assets\//);
    await page.getByRole("link", { name: "Library" }).first().click();
    await expect(page).toHaveURL(/\/library$/);
    // Over three pages the tab kept the one event stream that it had.
    expect(streams).toEqual([]);
  });
  await test.step("a poster is the video's own, and shows another of its moments wherever the mouse is", async () => {
    await page.goto(`${app.url}/library?q=shelf&sort=title`);
    // Only a page that runs hears the mouse.
    await expect(page.getByText("live", { exact: true })).toBeVisible();
    const poster = links(page).nth(0).locator("[data-poster]");
    await expect
      .poll(() => poster.locator("img").evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
      .toBe(640);
    const strip = poster.locator("[data-strip]");
    await expect(strip).toBeAttached();
    const box = await poster.boundingBox();
    if (!box) throw new Error("The poster has no place.");
    const moveTo = (share: number) => page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
    const shown = () => strip.evaluate((element) => getComputedStyle(element).backgroundPositionX);
    await moveTo(0.05);
    await expect(strip).toHaveCSS("opacity", "1");
    const first = await shown();
    await moveTo(0.95);
    await expect.poll(shown).not.toBe(first);
    await page.mouse.move(0, 0);
    await expect(strip).toHaveCSS("opacity", "0");
  });

  const engine = await app.findPid("engine");
  await test.step("filters, order and table work while the engine hangs, and a line names it", async () => {
    process.kill(engine, "SIGSTOP");
    try {
      await chip(page, "Type").click();
      await page.getByRole("menuitemcheckbox", { name: /^Audio/ }).click();
      await page.keyboard.press("Escape");
      await expect(page).toHaveURL(/\/library\?q=shelf&type=audio&sort=title$/);
      await expect(links(page)).toHaveText([/shelf-sound/]);
      await page.goBack();
      await expect(page).toHaveURL(/\/library\?q=shelf&sort=title$/);
      await expect(links(page)).toHaveCount(3);
      await page.getByRole("button", { name: "Order: By title" }).click();
      await page.getByRole("menuitemradio", { name: "Longest first" }).click();
      await expect(links(page).first()).toHaveText(/shelf-long/);
      await page.getByRole("button", { name: "Table" }).click();
      await expect(page).toHaveURL(/\/library\?q=shelf&sort=longest&view=table$/);
      // The address is all of it: another visit, another tab, somebody else sees the same.
      await page.reload({ waitUntil: "domcontentloaded" });
      const rows = page.getByRole("table", { name: "Videos" }).getByRole("row");
      await expect(rows).toHaveText([/Title/, /shelf-long.*0:10.*640 × 360/, /shelf-/, /shelf-/]);
      await expect(page.getByText(/^The engine is (restarting|down)\.$/)).toBeVisible({ timeout: 30_000 });
    } finally {
      process.kill(engine, "SIGCONT");
    }
    await expect(page.getByText(/^The engine is (restarting|down)\.$/)).toBeHidden({ timeout: 60_000 });
  });
  await test.step("what came while the line was broken is there once it is back, without a reload", async () => {
    await page.getByRole("button", { name: "Grid" }).click();
    await page.context().setOffline(true);
    await expect(page.getByText(/^(offline since|reconnecting)/)).toBeVisible();
    await addVideo(app, "shelf-late.mp4", "plain");
    await page.context().setOffline(false);
    await expect(page.getByText("live", { exact: true })).toBeVisible();
    await expect(links(page).filter({ hasText: "shelf-late" })).toBeVisible();
  });
});

const factory = z.object({ url: z.url() });
const video = z.object({ path: z.string(), extname: z.string() });

test("a video's page plays what it can, gives its link and tells all that the provider says", async ({
  signedIn: page,
  app,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: app.url });
  await addVideo(app, "page of its own.mp4", "tenSeconds");
  await page.goto(`${app.url}/library?q=own`);
  await links(page).filter({ hasText: "page of its own" }).click();
  await expect(page).toHaveURL(/\/assets\//);
  await expect(page.locator("video")).toHaveAttribute("poster", /\.jpg/);

  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText("Link copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());

  const raw = page.getByRole("region", { name: "The provider’s JSON" });
  await expect(raw).toHaveCount(0);
  await page.getByRole("tab", { name: "Raw" }).click();
  await expect(raw).toContainText('"original_filename": "page of its own.mp4"');

  // Segments that no browser decodes: mended once, then given up for the file itself.
  await page.route(/\/\d+\.m4s/, (route) => route.fulfill({ body: Buffer.alloc(50_000, "not a segment") }));
  await page.getByRole("button", { name: "Play page of its own" }).click();
  await expect
    .poll(() => page.locator("video").evaluate((element: HTMLVideoElement) => element.currentTime), {
      timeout: 30_000,
    })
    .toBeGreaterThan(1);
});

test("files are answered in the dialog before a byte is sent, and an address is fetched by the provider", async ({
  signedIn: page,
  app,
}) => {
  const id = await addVideo(app, "taken.mp4", "plain");
  const folder = mkdtempSync(path.join(tmpdir(), "reelyard-answers-"));
  const file = (name: string) => path.join(folder, name);
  writeFileSync(file("empty.mp4"), "");
  writeFileSync(file("report.mp4"), "%PDF-1.7 of whatever it was");
  await copyFile(await clip("plain"), file("taken.mp4"));
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["x-part"] !== undefined) sent.push(request.url());
  });
  await page.goto(`${app.url}/library?q=taken`);
  await expect(links(page).filter({ hasText: "taken" })).toBeVisible();
  await dropFiles(page, ["empty.mp4", "report.mp4", "taken.mp4"].map(file));

  const dialog = page.getByRole("dialog", { name: "Upload" });
  const answers = dialog.getByRole("list", { name: "Chosen files" }).getByRole("listitem");
  await expect(answers).toHaveText([
    /empty\.mp4.*This file is empty \(0 bytes\)\./,
    /report\.mp4.*This is a PDF document, not video or audio\./,
    /taken\.mp4.*A video from a file with this name is there already\./,
  ]);
  const start = dialog.getByRole("button", { name: /^Upload( \d|$)/ });
  await expect(start).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("button", { name: "Upload anyway" }).click();
  await expect(start).toHaveText("Upload 1 file");
  expect(sent).toEqual([]);

  await dialog.getByRole("tab", { name: "From a web address" }).click();
  await dialog.getByLabel("Address of the file").fill("a film of mine");
  await dialog.getByRole("button", { name: "None" }).click();
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog.getByText(/Enter a web address/)).toBeVisible();
  const credentials = await readTelestreamCredentials(app.dataDir);
  const caller = new TelestreamCaller(credentials);
  const { url } = await caller.json(factory, "GET", `/factories/${credentials.factoryId}.json`);
  const stored = await caller.json(video, "GET", `/videos/${id}.json`);
  await dialog.getByLabel("Address of the file").fill(`${url}${stored.path}${stored.extname}`);
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(page.getByText("The provider is fetching it.")).toBeVisible();
  await page.goto(`${app.url}/library?q=${path.basename(stored.path)}`);
  await links(page).first().click();
  await expect(page.getByText("Only the source file is kept.")).toBeVisible({ timeout: 30_000 });
});
