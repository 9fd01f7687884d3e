import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { avcWithoutDelay } from "#lib/engine/media/avc-without-delay.ts";
import { collectFrames } from "#lib/engine/media/collect-frames.ts";

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-lead-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Ten seconds with a key frame every two, and others that are shown in another order than they come in. */
async function makeFilm(name: string, ...extra: readonly string[]): Promise<string> {
  const file = path.join(folder, name);
  await run("ffmpeg", [
    ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10", "-t", "10", "-c:v", "libx264"],
    ...["-preset", "medium", "-bf", "3", "-g", "20", "-keyint_min", "20", "-sc_threshold", "0"],
    ...["-x264-params", "open-gop=0", "-pix_fmt", "yuv420p", ...extra, file],
  ]);
  return file;
}

async function keyFrameHashes(file: string): Promise<string[]> {
  const { stdout } = await run("ffmpeg", [
    ...[
      "-v",
      "error",
      "-copyts",
      "-skip_frame",
      "nokey",
      "-i",
      file,
      "-vsync",
      "passthrough",
      "-f",
      "framehash",
      "-",
    ],
  ]);
  const rows = stdout.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return rows.map((row) => row.split(",").at(-1)?.trim() ?? "");
}

async function streamOf(file: string): Promise<string> {
  const entries = "stream=has_b_frames,color_space,color_primaries,pix_fmt";
  const { stdout } = await run("ffprobe", ["-v", "error", "-show_entries", entries, "-of", "csv=p=0", file]);
  return stdout.trim();
}

const request = { timesMs: [1_000, 3_000, 5_000, 7_000, 9_000], toleranceMs: 1_000, enoughKeyFrames: 5 };

test.each([
  { name: "plain.mp4", extra: [], says: "the usual" },
  {
    name: "coloured.mp4",
    extra: ["-color_range", "pc", "-colorspace", "bt709", "-color_primaries", "bt709", "-vf", "setsar=4/3"],
    says: "full range, wide pixels",
  },
  { name: "lists.mp4", extra: ["-x264-params", "open-gop=0:cqm=jvt"], says: "scaling lists" },
  { name: "full.mp4", extra: ["-pix_fmt", "yuv444p"], says: "4:4:4" },
  { name: "fields.mp4", extra: ["-flags", "+ildct+ilme"], says: "interlaced" },
])("the lead of $says is the same picture, first and at once", async ({ name, extra }) => {
  const film = await makeFilm(name, ...extra);
  const led = await collectFrames(film, { ...request, lead: 1 });
  if (!led) throw new Error("The demuxer reads what x264 makes.");
  const ledFile = path.join(folder, "led.mkv");
  await writeFile(ledFile, led.matroska);

  const hashes = await keyFrameHashes(film);
  expect(new Set(hashes).size).toBe(5);
  expect(await keyFrameHashes(ledFile)).toEqual([hashes[1], ...hashes]);
  expect(led.leadMs).toBe(0);
  expect(led.timestampsMs).toHaveLength(5);
  expect(Math.min(...led.timestampsMs)).toBeGreaterThan(0);
  // What the film says of its colours is still said (a full range in the pixels' name), of frames to hold back nothing.
  const said = await streamOf(film);
  expect(said).toMatch(/^[1-9]\d*,/);
  expect(await streamOf(ledFile)).toBe(said.replace(/^\d+,/, "0,"));
});

test("a frame that needs others has no lead", async () => {
  const film = await makeFilm("few-keys.mp4", "-g", "1000");
  const frames = await collectFrames(film, { ...request, toleranceMs: 0, lead: 1 });
  expect(frames?.leadMs).toBeUndefined();
  expect(frames?.timestampsMs).toHaveLength(5);
});

test.each([
  ["nothing", []],
  ["a length beyond the end", [1, 100, 0, 40, 255, 225, 1, 0, 103, 100]],
  ["a parameter set of zeros", [1, 100, 0, 40, 255, 225, 0, 8, 103, 100, 0, 40, 0, 0, 0, 0]],
  ["one that ends too early", [1, 66, 0, 40, 255, 225, 0, 4, 103, 66, 0, 40]],
])("a configuration of %s is left alone", (_what, bytes) => {
  expect(avcWithoutDelay(Uint8Array.from(bytes))).toBeUndefined();
});
