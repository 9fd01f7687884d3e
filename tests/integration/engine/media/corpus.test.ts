import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { probeDemuxed } from "#lib/engine/media/probe-demuxed.ts";
import { type ClipName, clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { flipBits } from "#tests/support/flip-bits.ts";
import { finishedRenditions, importFile } from "#tests/support/import-clip.ts";
import { decodeAll } from "#tests/support/media-check.ts";
import { findProcessesIn } from "#tests/support/orphans.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";
import { until } from "#tests/support/until.ts";

const run = promisify(execFile);
let engine: TestEngine;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-corpus-"));
  engine = await startTestEngine();
});
afterEach(async () => {
  await until("the light lane to be free", async () => {
    const { light } = await engine.engine.jobs.counts();
    return light?.running === 0 && light.waiting === 0;
  });
  // I6: what was tried left no process.
  expect(await findProcessesIn(engine.dataDir)).toEqual([]);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const names: readonly ClipName[] = [
  ...([
    "plain",
    "indexLast",
    "vp9",
    "avi",
    "mpegTs",
    "oddSize",
    "tiny",
    "variableRate",
    "videoOnly",
  ] as const),
  ...(["audioOnly", "mp3", "wav192k", "eightChannels", "tenBit", "rotated"] as const),
];

test("every kind of file cut at 1, 50 and 99 % is taken or refused in words, and the next whole one is fine", async () => {
  const outcomes = { success: 0, fail: 0 };
  await Promise.all(
    names.map(async (name) => {
      const source = await clip(name);
      const whole = await readFile(source);
      for (const share of [0.01, 0.5, 0.99]) {
        const file = path.join(folder, `${name}-${share}${path.extname(source)}`);
        await writeFile(file, whole.subarray(0, Math.floor(whole.length * share)));
        const asset = await importFile(engine, file);
        if (asset.status !== "success" && asset.status !== "fail")
          throw new Error(`${file}: ${asset.status}`);
        outcomes[asset.status] += 1;
        if (asset.status === "fail") expect(asset.errorMessage, file).toMatch(/\w{3,}/);
        else expect(asset.facts?.durationMs ?? 0, file).toBeGreaterThanOrEqual(0);
      }
    }),
  );
  expect(outcomes.success + outcomes.fail).toBe(names.length * 3);
  expect(outcomes.success).toBeGreaterThan(0);
  expect(outcomes.fail).toBeGreaterThan(0);
  expect((await importFile(engine, await clip("plain"))).status).toBe("success");
});

test("two hundred seeds of flipped bits in each of four formats end the demuxer with facts, nothing or an error", async () => {
  const outcomes = { facts: 0, nothing: 0, error: 0 };
  for (const name of ["plain", "indexLast", "vp9", "mpegTs"] as const) {
    const whole = await readFile(await clip(name));
    for (let seed = 1; seed <= 200; seed++) {
      const file = path.join(folder, "flipped");
      await writeFile(file, flipBits(whole, seed));
      try {
        const facts = await probeDemuxed(file);
        outcomes[facts ? "facts" : "nothing"] += 1;
        for (const value of Object.values(facts ?? {})) expect(value).not.toBeNaN();
        expect(facts?.durationMs ?? 0).toBeLessThan(Number.MAX_SAFE_INTEGER);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        outcomes.error += 1;
      }
    }
  }
  expect(outcomes.facts + outcomes.nothing + outcomes.error).toBe(800);
});

test("an index that claims four thousand million samples in a chunk is not counted through", async () => {
  for (const name of ["plain", "indexLast"] as const) {
    const bytes = Buffer.from(await readFile(await clip(name)));
    for (let at = bytes.indexOf("stsc"); at >= 0; at = bytes.indexOf("stsc", at + 4)) {
      bytes.writeUInt32BE(0xff_ff_ff_ff, at + 16);
    }
    const file = path.join(folder, `chunks${path.extname(await clip(name))}`);
    await writeFile(file, bytes);
    await expect(probeDemuxed(file)).rejects.toThrow(/more samples into a chunk than there can be/);
    // ffprobe, in its cage, decides what it is.
    expect(["success", "fail"]).toContain((await importFile(engine, file)).status);
  }
});

test.each([
  ["one pixel", "mkv", ["-vf", "scale=1:1", "-c:v", "ffv1", "-pix_fmt", "bgr0"]],
  ["a strip of 16,384 × 16", "mkv", ["-vf", "scale=16384:16", "-frames:v", "3", "-c:v", "ffv1"]],
  ["a transparent film", "webm", ["-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-deadline", "realtime"]],
  [
    "ten bits in HDR colours",
    "mp4",
    [
      ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le"],
      ...["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"],
    ],
  ],
  ["a single frame", "mp4", ["-frames:v", "1", "-c:v", "libx264", "-pix_fmt", "yuv420p"]],
] as const)("%s becomes a film that plays, or fails in words", async (what, extension, args) => {
  const file = path.join(folder, `${what.replaceAll(/\W+/g, "-")}.${extension}`);
  await run("ffmpeg", [
    ...["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=0.4"],
    ...args,
    file,
  ]);
  const asset = await importFile(engine, file, [newRendition("h264")]);
  const { h264 } = await finishedRenditions(engine, asset.assetId);
  if (h264?.status === "success") await decodeAll(engine.engine.storage.pathOf(h264.files[0]?.key ?? ""));
  else expect(h264?.errorMessage).toMatch(/\w{3,}/);
});

/** The head of Matroska's duration, whose eight bytes are a float. */
const matroskaDuration = Buffer.from("448988", "hex");

test.each<[string, ClipName, (whole: Buffer) => Buffer]>([
  [
    "a duration that is no number",
    "vp9",
    (whole) => patchAll(whole, matroskaDuration, (copy, at) => copy.writeDoubleBE(Number.NaN, at + 3)),
  ],
  [
    "a duration without end",
    "vp9",
    (whole) =>
      patchAll(whole, matroskaDuration, (copy, at) => copy.writeDoubleBE(Number.POSITIVE_INFINITY, at + 3)),
  ],
  [
    "a clock that ticks zero times a second",
    "plain",
    (whole) => patchAll(whole, "mdhd", (copy, at) => copy.writeUInt32BE(0, at + 16)),
  ],
  [
    "frames that all last nothing",
    "plain",
    (whole) => patchAll(whole, "stts", (copy, at) => copy.writeUInt32BE(0, at + 16)),
  ],
  [
    "0 frames a second",
    "avi",
    (whole) => patchAll(whole, "strh", (copy, at) => copy.writeUInt32LE(0, at + 32)),
  ],
])("%s is no number of ours: it becomes a film that plays, or fails in words", async (what, name, patch) => {
  const source = await clip(name);
  const whole = await readFile(source);
  const patched = patch(whole);
  expect(patched.equals(whole)).toBe(false);
  const file = path.join(folder, `${what.replaceAll(/\W+/g, "-")}${path.extname(source)}`);
  await writeFile(file, patched);
  // A second of it: a film whose clock stands still is hours long to those who read it.
  const asset = await importFile(engine, file, [newRendition("h264", { clipLengthMs: 1000 })]);
  const numbers = Object.values(asset.facts ?? {}).filter((value) => typeof value === "number");
  expect(numbers.filter((value) => !Number.isFinite(value) || value < 0)).toEqual([]);
  const { h264 } = await finishedRenditions(engine, asset.assetId);
  if (h264?.status === "success") await decodeAll(engine.engine.storage.pathOf(h264.files[0]?.key ?? ""));
  else expect(h264?.errorMessage).toMatch(/\w{3,}/);
  expect(h264?.progressPercent).not.toBeNaN();
});

/** Changes every place where this name begins. */
function patchAll(bytes: Buffer, name: string | Buffer, patch: (copy: Buffer, at: number) => void): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(name); at >= 0; at = copy.indexOf(name, at + 4)) patch(copy, at);
  return copy;
}
