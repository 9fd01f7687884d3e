import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ReverseRequest, reverseVideo } from "#lib/engine/media/reverse/reverse-video.ts";
import { findToolchain, type Toolchain } from "#lib/engine/media/toolchain.ts";
import { filmLimits, synthesise } from "#tests/support/film.ts";

const run = promisify(execFile);
const size = { width: 160, height: 90 };
const frameBytes = (size.width * size.height * 3) / 2;

let folder: string;
let toolchain: Toolchain;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-reverse-"));
  toolchain = await findToolchain({});
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const picture = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2.4"];
/** A beep in the third tenth of a second. */
const beep = ["-f", "lavfi", "-i", "aevalsrc='if(between(t,0.2,0.3),sin(2*PI*1000*t),0)':s=44100:d=2.4"];
const h264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-bf", "2"];

/** Turned round without loss, with memory for eight frames at a time. */
async function reverse(source: string, formatName: string | null, more: Partial<ReverseRequest> = {}) {
  const cwd = await mkdtemp(path.join(folder, "work-"));
  await copyFile(source, path.join(cwd, "source"));
  await reverseVideo(toolchain, {
    source: { file: "source", formatName, filters: ["scale=160:90:flags=bicubic", "setsar=1"] },
    size,
    crf: 0,
    gop: 250,
    mostKbps: null,
    channels: 0,
    chunkBytes: frameBytes * 8,
    cwd,
    output: "output.mp4",
    signal: new AbortController().signal,
    limits: filmLimits,
    ...more,
  });
  return path.join(cwd, "output.mp4");
}

/** Every frame of a file, as ffmpeg alone decodes it. */
async function framesOf(file: string): Promise<Buffer[]> {
  const { stdout } = await run(
    "ffmpeg",
    [
      "-v",
      "error",
      "-i",
      file,
      "-map",
      "0:v",
      "-vsync",
      "0",
      "-pix_fmt",
      "yuv420p",
      "-f",
      "rawvideo",
      "pipe:1",
    ],
    { encoding: "buffer", maxBuffer: 64 * 1024 * 1024 },
  );
  return Array.from({ length: stdout.length / frameBytes }, (_unused, index) =>
    stdout.subarray(index * frameBytes, (index + 1) * frameBytes),
  );
}

test.each([
  ["short groups with B frames", "mp4", "mp4", ["-g", "12"]],
  ["open groups", "mkv", "matroska", ["-g", "10", "-x264-params", "open-gop=1:scenecut=0"]],
  ["groups longer than the memory", "mp4", "mp4", ["-g", "30", "-keyint_min", "30", "-sc_threshold", "0"]],
  ["one key frame", "mp4", "mp4", ["-g", "1000", "-keyint_min", "1000", "-sc_threshold", "0"]],
  ["a clock that begins at 1.4 s", "ts", "mpegts", ["-g", "12"]],
  ["a format that the demuxer does not read", "avi", "avi", ["-g", "12", "-bf", "0"]],
])("%s: every frame, from the last to the first", async (name, extension, formatName, args) => {
  const source = path.join(folder, `${name.replaceAll(" ", "-")}.${extension}`);
  await synthesise(source, [...picture, ...h264, ...args]);
  const forward = await framesOf(source);
  const backward = await framesOf(await reverse(source, formatName));
  expect(forward).toHaveLength(60);
  expect(backward).toHaveLength(60);
  expect(backward.map((frame, index) => frame.equals(forward[59 - index] as Buffer))).toEqual(
    forward.map(() => true),
  );
});

test("the sound is turned round with the picture, to the sample but for its codec", async () => {
  const source = path.join(folder, "beep.mp4");
  await synthesise(source, [...picture, ...beep, ...h264, "-c:a", "aac"]);
  const output = await reverse(source, "mp4", { channels: 1 });
  const { stdout } = await run(
    "ffmpeg",
    ["-v", "error", "-i", output, "-map", "0:a", "-ac", "1", "-f", "f32le", "pipe:1"],
    { encoding: "buffer", maxBuffer: 16 * 1024 * 1024 },
  );
  const samples = new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.byteLength / 4));
  const loud = [...samples.entries()].filter(([, sample]) => Math.abs(sample) > 0.3).map(([index]) => index);
  const [first = 0, last = 0] = [loud[0], loud.at(-1)];
  expect(Math.abs(first / 44_100 - 2.1)).toBeLessThan(0.003);
  expect(Math.abs(last / 44_100 - 2.2)).toBeLessThan(0.003);
});
