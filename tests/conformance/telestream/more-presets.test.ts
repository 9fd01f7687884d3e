import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WireEncoding } from "#lib/providers/telestream/wire.ts";
import { decodeAll, inspect, measure } from "#tests/support/media-check.ts";
import { expectLength, expectRate } from "#tests/support/media-expectations.ts";
import { doneEncoding, encodeWith } from "#tests/support/telestream-encodings.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";

const run = promisify(execFile);

/** Ten frames are enough where little but the name is another's. */
const short = { clip_length: "0.4" };
const profiles: readonly Record<string, string>[] = [
  { preset_name: "hss", name: "hss" },
  { preset_name: "h265", name: "h265" },
  { preset_name: "webm.vp9", name: "webm.vp9" },
  { preset_name: "mpegts.h264", name: "mpegts.h264" },
  { preset_name: "mpegts.mpeg2", name: "mpegts.mpeg2" },
  { preset_name: "mpeg2", name: "mpeg2" },
  { preset_name: "h264.baseline", name: "h264.baseline", ...short },
  { preset_name: "iphone_and_ipad", name: "iphone_and_ipad", ...short },
  { preset_name: "webm.vp8", name: "webm.vp8", ...short },
  { preset_name: "webm.hi", name: "webm.hi", ...short },
  { preset_name: "ogg.hi", name: "ogg.hi", ...short },
  { preset_name: "mpegps", name: "mpegps", ...short },
  { preset_name: "prores422", name: "prores422", prores_format: "lt", ...short },
  { preset_name: "m4a", name: "m4a", clip_length: "2" },
  { preset_name: "oga", name: "oga", clip_length: "2" },
  { preset_name: "h265.4K", name: "h265.4K", clip_length: "0.08" },
  { preset_name: "jpeg", name: "jpeg", frame_count: "2" },
  { preset_name: "png", name: "png", frame_count: "1" },
  { preset_name: "quick_one_thumbnail", name: "quick" },
];

let engine: TelestreamEngine;
let encodings: Map<string, WireEncoding>;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "reelyard-smooth-"));
  engine = await startTelestreamEngine();
  encodings = await encodeWith(engine, "noisy", profiles);
}, 180_000);
afterAll(async () => {
  await engine.started.close();
  await rm(directory, { recursive: true });
});

const encoding = (name: string) => doneEncoding(engine, encodings, name);
const attribute = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value = ""]) => value);

describe("presets with a picture, as ffprobe sees them", () => {
  test.each([
    ["h265", "hevc", "aac", 500, 128],
    ["webm.vp9", "vp9", "opus", 500, 128],
    ["mpegts.h264", "h264", "aac", 500, 128],
    ["mpegts.mpeg2", "mpeg2video", "mp2", 4000, 192],
    ["mpeg2", "mpeg2video", "mp2", 4000, 192],
  ])("%s is %s and %s at its rates, as long as its source", async (name, video, audio, kbps, audioKbps) => {
    const { url, ...told } = encoding(name);
    const seen = await inspect(url);
    expect(seen.video).toMatchObject({ codec_name: video, width: 640, height: 480, nb_read_frames: 100 });
    expect(seen.audio).toMatchObject({ codec_name: audio });
    const measured = await measure(url);
    expectRate(measured.video, kbps);
    expectRate(measured.audio, audioKbps);
    expectLength(measured.video, 4, 1 / 25);
    expectLength(measured.audio, 4, (2 * 1152) / 44_100);
    await decodeAll(url);
    expect(told).toMatchObject({ width: 640, height: 480, fps: 25, status: "success" });
  });

  test.each([
    ["h264.baseline", "mov,mp4", "h264", "aac", 640, 480],
    ["iphone_and_ipad", "mov,mp4", "h264", "aac", 640, 480],
    ["h265.4K", "mov,mp4", "hevc", "aac", 3840, 2160],
    ["webm.vp8", "webm", "vp8", "vorbis", 640, 480],
    ["webm.hi", "webm", "vp8", "vorbis", 1280, 720],
    ["ogg.hi", "ogg", "theora", "vorbis", 1280, 720],
    ["mpegps", "mpeg", "mpeg2video", "mp2", 640, 480],
    ["prores422", "mov", "prores", "pcm_s16le", 640, 360],
  ])(
    "%s is %s with %s and %s, %i×%i, and decodes whole",
    async (name, format, video, audio, width, height) => {
      const { url } = encoding(name);
      const seen = await inspect(url);
      expect(seen.format.format_name).toContain(format);
      expect(seen.video).toMatchObject({ codec_name: video, width, height });
      expect(seen.video?.nb_read_frames).toBe(name === "h265.4K" ? 2 : 10);
      expect(seen.audio).toMatchObject({ codec_name: audio });
      await decodeAll(url);
    },
  );

  test.each([
    ["h264.baseline", "Constrained Baseline,30"],
    ["iphone_and_ipad", "Main,31"],
    ["prores422", "LT,-99"],
  ])("%s has the profile that players know it by: %s", async (name, profile) => {
    const { stdout } = await run("ffprobe", [
      ...["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=profile,level"],
      ...["-of", "csv=p=0", encoding(name).url],
    ]);
    expect(stdout.trim()).toBe(profile);
  });
});

test.each([
  ["m4a", ".m4a", "aac"],
  ["oga", ".oga", "vorbis"],
])("%s is a %s file of %s alone, at its rate", async (name, extname, codec) => {
  const { url } = encoding(name);
  expect(url).toMatch(new RegExp(`\\${extname}$`));
  const seen = await inspect(url);
  expect([seen.video, seen.audio?.codec_name]).toEqual([undefined, codec]);
  const { audio } = await measure(url);
  expectRate(audio, 192);
  expectLength(audio, 2, (2 * 1024) / 44_100);
});

test.each([
  ["jpeg", "mjpeg", 2],
  ["png", "png", 1],
  ["quick", "mjpeg", 1],
])("%s is pictures of the source, %s, %i of them", async (name, codec, count) => {
  const { url, files } = encoding(name);
  expect(files).toHaveLength(count);
  expect((await inspect(url)).video).toMatchObject({ codec_name: codec, width: 640, height: 360 });
});

describe("hss, Smooth Streaming in a tar", () => {
  let names: string[];
  let base: string;
  const fileOf = (end: string) => path.join(directory, `${base}${end}`);

  beforeAll(async () => {
    const { url, path: outputPath } = encoding("hss");
    expect(url).toMatch(/\.tar$/);
    const answer = await fetch(url);
    expect(answer.headers.get("content-type")).toBe("application/x-tar");
    await writeFile(path.join(directory, "hss.tar"), await answer.bytes());
    await run("tar", ["-xf", "hss.tar"], { cwd: directory });
    await rm(path.join(directory, "hss.tar"));
    names = (await readdir(directory)).sort();
    base = path.posix.basename(outputPath ?? "");
  });

  test("has both manifests, the picture at whole, half, quarter and eighth rate, and the sound", async () => {
    const ends = [".ism", ".isma", ".ismc", "_125.ismv", "_250.ismv", "_500.ismv", "_63.ismv"];
    expect(names).toEqual(ends.map((end) => base + end).sort());
    expect(encoding("hss")).toMatchObject({
      video_codec: "h264",
      audio_codec: "aac",
      width: 640,
      height: 480,
    });
    for (const kbps of [500, 250, 125, 63]) {
      const seen = await inspect(fileOf(`_${kbps}.ismv`));
      expect(seen.video).toMatchObject({ codec_name: "h264", width: 640, height: 480, nb_read_frames: 100 });
      const { video } = await measure(fileOf(`_${kbps}.ismv`));
      expectRate(video, kbps);
      expectLength(video, 4, 1 / 25);
      await decodeAll(fileOf(`_${kbps}.ismv`));
    }
    const sound = await inspect(fileOf(".isma"));
    expect([sound.video, sound.audio?.codec_name]).toEqual([undefined, "aac"]);
    expectRate((await measure(fileOf(".isma"))).audio, 128);
  });

  test("its client manifest says the rates, and when each fragment begins", async () => {
    const manifest = await readFile(fileOf(".ismc"), "utf8");
    const [head = "", video = "", audio = ""] = manifest.split("<StreamIndex");
    expect(attribute(head, "Duration").map(Number)[0]).toBeGreaterThanOrEqual(40_000_000);
    expect(attribute(video, "Bitrate")).toEqual(["500000", "250000", "125000", "63000"]);
    expect(attribute(audio, "Bitrate")).toEqual(["128000"]);
    expect(attribute(video, "CodecPrivateData")[0]).toMatch(/^00000001 ?67[0-9a-f]+0000000168[0-9a-f]+$/);
    // AAC-LC at 44.1 kHz in stereo.
    expect(attribute(audio, "CodecPrivateData")).toEqual([expect.stringMatching(/^12[01]/)]);
    for (const kbps of [500, 63]) {
      const { keyframesAt } = (await measure(fileOf(`_${kbps}.ismv`))).video;
      expect(attribute(video, "t").map((ticks) => Number(ticks) / 1e7)).toEqual(keyframesAt);
    }
    expect(attribute(video, "t")).toEqual(["0", "20000000"]);
    expect(attribute(video, "d")).toEqual(["20000000", "20000000"]);
    expect(attribute(video, "Chunks")).toEqual(["2"]);
    expect(attribute(audio, "t").length).toBe(Number(attribute(audio, "Chunks")[0]));
  });

  test("its server manifest names every file with its rate", async () => {
    const manifest = await readFile(fileOf(".ism"), "utf8");
    expect(attribute(manifest, "src")).toEqual(
      ["_500.ismv", "_250.ismv", "_125.ismv", "_63.ismv", ".isma"].map((end) => base + end),
    );
    expect(attribute(manifest, "systemBitrate")).toEqual(["500000", "250000", "125000", "63000", "128000"]);
    expect(attribute(manifest, "content")).toEqual([`${base}.ismc`]);
  });
});
