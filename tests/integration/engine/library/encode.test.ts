import { mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClipName, clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { finishedRenditions, importFile, renditionThat } from "#tests/support/import-clip.ts";
import { decodeAll, inspect } from "#tests/support/media-check.ts";
import { hlsMaster, hlsVariant, newRendition } from "#tests/support/transcode-settings.ts";
import { until } from "#tests/support/until.ts";

let engine: TestEngine;
const pathOf = (key: string | undefined) => engine.engine.storage.pathOf(key ?? "");

beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

test("one pass makes MP4, WebM, sound and an HLS ladder, and all of them play", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [
    newRendition("h264"),
    newRendition("webm", { container: "webm", videoCodec: "vp8", audioCodec: "vorbis" }),
    newRendition("mp3", { kind: "audio", container: "mp3", videoCodec: null, audioCodec: "mp3" }),
    hlsMaster(),
    hlsVariant("hls.180p", 180),
    hlsVariant("hls.360p", 360),
  ]);
  const done = await finishedRenditions(engine, asset.assetId);
  expect(Object.values(done).map((rendition) => rendition.errorMessage)).toEqual(Array(6).fill(null));

  const mp4 = await inspect(pathOf(done.h264?.files[0]?.key));
  expect(mp4.video).toMatchObject({ codec_name: "h264", width: 320, height: 240, nb_read_frames: 250 });
  expect(mp4.audio).toMatchObject({ codec_name: "aac" });
  expect(done.h264?.facts).toMatchObject({
    width: 320,
    height: 240,
    videoCodec: "h264",
    mimeType: "video/mp4",
  });
  expect(done.h264?.files.map((file) => file.name)).toEqual(["renditions/h264.mp4"]);
  expect((await inspect(pathOf(done.webm?.files[0]?.key))).video).toMatchObject({ codec_name: "vp8" });
  const sound = await inspect(pathOf(done.mp3?.files[0]?.key));
  expect([sound.video, sound.audio?.codec_name]).toEqual([undefined, "mp3"]);
});

test("a master's variants are found beside it under the names it uses", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [
    hlsVariant("hls.180p", 180),
    hlsMaster(),
  ]);
  const done = await finishedRenditions(engine, asset.assetId);
  // As a client sees it: every file in one folder, under its public name.
  const folder = await mkdtemp(path.join(tmpdir(), "reelyard-hls-"));
  const files = [...(done.hls?.files ?? []), ...(done["hls.180p"]?.files ?? [])];
  for (const file of files) await symlink(pathOf(file.key), path.join(folder, path.basename(file.name)));
  const played = await inspect(path.join(folder, "hls.m3u8"));
  expect(played.video).toMatchObject({ codec_name: "h264", width: 320, height: 180, nb_read_frames: 250 });
  expect(files.map((file) => path.basename(file.name))).toEqual([
    "hls.m3u8",
    "hls.180p.m3u8",
    "hls.180p-00000.ts",
    "hls.180p-00001.ts",
    "hls.180p-00002.ts",
  ]);
  const found = await engine.engine.library.findRenditionFile(
    engine.credentials.telestream.factoryId,
    "renditions/hls.180p-00001.ts",
  );
  expect(found?.rendition.profileName).toBe("hls.180p");
});

test("a master without a finished variant says so", async () => {
  const asset = await importFile(engine, await clip("plain"), [hlsMaster()]);
  expect((await finishedRenditions(engine, asset.assetId)).hls).toMatchObject({
    status: "fail",
    errorClass: "HLSVariantsNotFound",
  });
});

const shapes: readonly (readonly [ClipName, { width?: number; height?: number }])[] = [
  ["oddSize", { width: 322, height: 182 }],
  ["tiny", { width: 8, height: 6 }],
  ["rotated", { width: 180, height: 320 }],
  ["variableRate", { width: 320, height: 180 }],
  ["videoOnly", { width: 320, height: 180 }],
  ["vp9", { width: 320, height: 180 }],
  ["tenBit", { width: 320, height: 180 }],
  ["mpegTs", { width: 320, height: 180 }],
  ["avi", { width: 320, height: 180 }],
  ["indexLast", { width: 320, height: 180 }],
];

test.each(shapes)("%s becomes an H.264 file that plays", async (name, size) => {
  const asset = await importFile(engine, await clip(name), [
    newRendition("same", { aspectMode: "preserve" }),
  ]);
  expect(asset).toMatchObject({ status: "success", errorMessage: null });
  expect(asset.facts?.durationMs).toBeGreaterThan(1_900);
  expect(asset.facts?.durationMs).toBeLessThan(2_200);
  const { same } = await finishedRenditions(engine, asset.assetId);
  expect(same).toMatchObject({ status: "success", errorMessage: null });
  const file = pathOf(same?.files[0]?.key);
  await decodeAll(file);
  expect((await inspect(file)).video).toMatchObject({ codec_name: "h264", ...size });
});

test.each(["audioOnly", "mp3", "wav192k", "eightChannels"] as const)(
  "%s is imported as sound, becomes an MP3, and has no video rendition",
  async (name) => {
    const asset = await importFile(engine, await clip(name), [
      newRendition("mp3", { kind: "audio", container: "mp3", videoCodec: null, audioCodec: "mp3" }),
      newRendition("h264"),
    ]);
    expect(asset.facts).toMatchObject({ videoCodec: null, width: null });
    const done = await finishedRenditions(engine, asset.assetId);
    expect(done.mp3).toMatchObject({ status: "success" });
    await decodeAll(pathOf(done.mp3?.files[0]?.key));
    expect(done.h264).toMatchObject({ status: "fail", errorMessage: "The source has no picture." });
  },
);

test("stills are frames of the source, evenly spaced, numbered from one", async () => {
  const asset = await importFile(engine, await clip("oneKeyFrame"), [
    newRendition("thumbs", { kind: "stills", container: "jpg", frameCount: 4, width: null, height: null }),
  ]);
  const { thumbs } = await finishedRenditions(engine, asset.assetId);
  expect(thumbs?.files.map((file) => file.name)).toEqual(
    [1, 2, 3, 4].map((n) => `renditions/thumbs_${n}.jpg`),
  );
  expect((await inspect(pathOf(thumbs?.files[0]?.key))).video).toMatchObject({ width: 320, height: 180 });
});

test("a clip of a source has its length", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [
    newRendition("teaser", { clipStartMs: 3_000, clipLengthMs: 2_000 }),
  ]);
  const { teaser } = await finishedRenditions(engine, asset.assetId);
  expect((await inspect(pathOf(teaser?.files[0]?.key))).video).toMatchObject({ nb_read_frames: 50 });
});

test("poster and filmstrip come by themselves, in the picture's shape", async () => {
  const asset = await importFile(engine, await clip("rotated"));
  const { library, accounts } = engine.engine;
  const shown = await until("the pictures", async () => {
    const read = await library.findAsset(accounts.telestream, asset.assetId);
    return read?.filmstrip && read;
  });
  expect((await inspect(pathOf(shown.posterKey ?? ""))).video).toMatchObject({ width: 180, height: 320 });
  expect(shown.filmstrip).toMatchObject({ frameCount: 10, frameWidth: 136, frameHeight: 240 });
  expect((await inspect(pathOf(shown.filmstrip?.key))).video).toMatchObject({ width: 1360, height: 240 });
});

test("progress rises, remaining time is told, and 100 means done", async () => {
  const { library, events, accounts } = engine.engine;
  const abort = new AbortController();
  const seen: { percent: number; remaining: number | null; status: string }[] = [];
  const asset = await importFile(engine, await clip("hd10s"));
  const watching = (async () => {
    for await (const change of events.watch("telestream", abort.signal)) {
      if (!change.assetIds.includes(asset.assetId)) continue;
      const query = { assetId: asset.assetId, offset: 0, limit: 1 };
      const [rendition] = (await library.listRenditions(accounts.telestream, query)).items;
      if (!rendition) continue;
      const { progressPercent: percent, remainingSeconds: remaining, status } = rendition;
      seen.push({ percent, remaining, status });
    }
  })();
  await library.addRenditions(asset.assetId, [newRendition("h264", { width: 1280, height: 720 })]);
  await finishedRenditions(engine, asset.assetId);
  await until("the last change to be told", () => seen.at(-1)?.status === "success");
  abort.abort();
  await watching;
  const percents = seen.map((one) => one.percent);
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
  expect(seen.filter((one) => one.status === "encoding" && one.percent > 0).length).toBeGreaterThan(1);
  expect(seen.some((one) => one.remaining !== null && one.remaining > 0)).toBe(true);
  expect(seen.filter((one) => one.percent === 100).map((one) => one.status)).not.toContain("encoding");
});

test("renditions added while the asset's encode runs are made too", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [newRendition("first")]);
  await renditionThat(engine, asset.assetId, "that encodes", (rendition) => rendition.status === "encoding");
  await engine.engine.library.addRenditions(asset.assetId, [newRendition("second")]);
  const done = await finishedRenditions(engine, asset.assetId);
  expect([done.first?.status, done.second?.status]).toEqual(["success", "success"]);
});

test("removing an asset removes all its files, and its source alone leaves the renditions", async () => {
  const { library, storage, accounts } = engine.engine;
  const asset = await importFile(engine, await clip("plain"), [newRendition("h264")]);
  const { h264 } = await finishedRenditions(engine, asset.assetId);
  const key = h264?.files[0]?.key ?? "";
  expect(await library.removeSource(accounts.telestream, asset.assetId)).toBe(true);
  expect(await storage.sizeOf(asset.sourceKey ?? "")).toBeUndefined();
  expect(await storage.sizeOf(key)).toBeGreaterThan(0);
  const [late] = await library.addRenditions(asset.assetId, [newRendition("late")]);
  expect(late).toMatchObject({ status: "fail", errorClass: "FileNotFound" });
  expect(await library.removeAsset(accounts.telestream, asset.assetId)).toBe(true);
  expect(await storage.sizeOf(key)).toBeUndefined();
  expect(await library.removeAsset(accounts.telestream, asset.assetId)).toBe(false);
});

test("another account sees none of it", async () => {
  const { library, accounts } = engine.engine;
  const asset = await importFile(engine, await clip("plain"));
  expect(await library.findAsset(accounts.apivideo, asset.assetId)).toBeUndefined();
  expect(await library.removeAsset(accounts.apivideo, asset.assetId)).toBe(false);
  expect((await library.listAssets(accounts.apivideo, { offset: 0, limit: 10 })).total).toBe(0);
});
