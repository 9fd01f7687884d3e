import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { inspect } from "#tests/support/media-check.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";

let engine: TaskEngine;
let folder: string;

beforeAll(async () => {
  engine = await startTaskEngine();
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-reverse-"));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function reversed(name: string, source: Buffer, more: Readonly<Record<string, unknown>> = {}) {
  const url = engine.serve(name, source);
  const result = await engine.resultOf<{ output: string }>({ task_name: "video.reverse", url, ...more });
  const file = path.join(folder, name);
  await writeFile(file, await engine.bytesOf(result.output));
  return { result, made: await inspect(file) };
}

// That each frame is in its place is shown by integration/engine/media/reverse.test.ts.
test("a video is turned round with its sound, in the size that is asked", async () => {
  const source = await readFile(await clip("plain"));
  const { result, made } = await reversed("plain.mp4", source, { width: 90, height: 90, crop: true });
  expect(result).toMatchObject({
    duration: 2,
    width: 90,
    height: 90,
    frame_rate: 25,
    video_codec: "h264",
    audio_codec: "aac",
    content_type: "video/mp4",
  });
  expect(made).toMatchObject({
    video: { codec_name: "h264", width: 90, height: 90, nb_read_frames: 50 },
    audio: { codec_name: "aac" },
  });
});

test("a turned phone video stands upright, and a silent one stays silent", async () => {
  const turned = await reversed("turned.mp4", await readFile(await clip("rotated")));
  expect(turned.result).toMatchObject({ width: 180, height: 320, rotation: 0 });
  const silent = await reversed("silent.mp4", await readFile(await clip("videoOnly")));
  expect(silent.result).toMatchObject({ audio_codec: null, duration: 2 });
  expect(silent.made.audio).toBeUndefined();
});

test("what is no video, or has no picture, is a fault of its address", async () => {
  const ended = await engine.run([
    { task_name: "video.reverse", url: engine.serve("page.mp4", "<html>no</html>") },
    { task_name: "video.reverse", url: engine.serve("song.mp3", await readFile(await clip("mp3"))) },
    { task_name: "video.reverse", url: engine.serve("x.mp4", "x"), gop: 0, video_codec: "vp9", width: -2 },
  ]);
  expect(ended.map(({ error }) => error)).toEqual([
    { parameters: { url: ["the file is not a video"] } },
    { parameters: { url: ["the file has no picture"] } },
    {
      parameters: {
        gop: ["must be at least 1"],
        video_codec: ["invalid choice"],
        width: ["must be at least 1"],
      },
    },
  ]);
});
