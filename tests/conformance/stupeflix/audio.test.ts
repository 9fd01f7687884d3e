import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { ffmpeg, pixelsOf } from "#tests/support/pixels.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";

const run = promisify(execFile);
let engine: TaskEngine;

beforeAll(async () => {
  engine = await startTaskEngine();
});
afterAll(() => engine.close());

const serve = async (name: Parameters<typeof clip>[0]) =>
  engine.serve(name, await readFile(await clip(name)));

async function probe(bytes: Buffer) {
  const file = path.join(engine.dataDir, "probed");
  await writeFile(file, bytes);
  const { stdout } = await run("ffprobe", [
    "-v",
    "error",
    "-show_format",
    "-show_streams",
    "-of",
    "json",
    file,
  ]);
  return JSON.parse(stdout);
}

/** The sound's bytes without its container. */
const packetsOf = (bytes: Buffer) =>
  ffmpeg(["-i", "pipe:0", "-map", "0:a:0", "-c", "copy", "-f", "data", "pipe:1"], bytes);

test("audio.info tells what ffprobe tells, of a sound and of a video's", async () => {
  expect(await engine.resultOf({ task_name: "audio.info", url: await serve("mp3") })).toEqual({
    duration: expect.closeTo(2, 0),
    content_type: "audio/mpeg",
    codec: "mp3",
  });
  expect(await engine.resultOf({ task_name: "audio.info", url: await serve("plain") })).toMatchObject({
    codec: "aac",
  });
});

describe("audio.convert", () => {
  test.each([
    ["mp3", "mp3", "audio/mpeg"],
    ["vorbis", "ogg", "audio/ogg"],
    ["aac", "mov,mp4,m4a,3gp,3g2,mj2", "audio/mp4"],
  ])("to %s is what ffprobe says it is", async (codec, format, content_type) => {
    const url = await serve("plain");
    const result = await engine.resultOf({ task_name: "audio.convert", url, codec, force: true });
    expect(result).toMatchObject({ duration: expect.closeTo(2, 0), content_type });
    const said = await probe(await engine.bytesOf(result.output));
    expect(said.format.format_name).toBe(format);
    expect(said.streams).toMatchObject([{ codec_type: "audio", codec_name: codec }]);
    expect(Number(said.format.duration)).toBeCloseTo(2, 0);
  });

  test("takes over what has the codec already, unless forced", async () => {
    const url = await serve("mp3");
    const source = await packetsOf(await readFile(await clip("mp3")));
    const copied = await engine.resultOf({ task_name: "audio.convert", url });
    // Nothing is to be done to it, nor is it: a tag or a cover stays as well.
    expect((await engine.bytesOf(copied.output)).equals(await readFile(await clip("mp3")))).toBe(true);
    expect(copied).toMatchObject({ duration: expect.closeTo(2, 0), content_type: "audio/mpeg" });
    const forced = await engine.resultOf({ task_name: "audio.convert", url, force: true });
    expect((await packetsOf(await engine.bytesOf(forced.output))).equals(source)).toBe(false);
    const ofVideo = await engine.resultOf({
      task_name: "audio.convert",
      url: await serve("plain"),
      codec: "aac",
    });
    const sound = await packetsOf(await readFile(await clip("plain")));
    expect((await packetsOf(await engine.bytesOf(ofVideo.output))).equals(sound)).toBe(true);
  });

  test("of a file without sound says so", async () => {
    const status = await engine.runOne({ task_name: "audio.convert", url: await serve("oneKeyFrame") });
    expect(status).toMatchObject({ error: { parameters: { url: ["the file has no sound"] } } });
  });
});

describe("audio.waveform", () => {
  /** Silence, then half of the range, then all of it: a second each. */
  const stairs = () =>
    ffmpeg([
      ...["-f", "lavfi", "-i", "aevalsrc='if(lt(t,1),0,if(lt(t,2),0.5,0.999))*sin(2*PI*200*t)':s=8000:d=3"],
      ...["-f", "wav", "pipe:1"],
    ]);

  test("has in every column the peaks of its part of the sound", async () => {
    const wav = await stairs();
    const url = engine.serve("stairs.wav", wav);
    const asked = {
      width: 300,
      height: 101,
      vmargin: 10,
      fill: "#f00",
      background: "#0000FF",
      format: "png",
    };
    const result = await engine.resultOf({ task_name: "audio.waveform", url, ...asked });
    expect(result).toMatchObject({ duration: 3, width: 300, height: 101, content_type: "image/png" });
    const pixels = await pixelsOf(await engine.bytesOf(result.output));
    const samples = new Int16Array(
      Uint8Array.from(await ffmpeg(["-i", "pipe:0", "-f", "s16le", "pipe:1"], wav)).buffer,
    );
    for (let column = 0; column < 300; column += 7) {
      const part = samples.subarray((column * samples.length) / 300, ((column + 1) * samples.length) / 300);
      const [high, low] = [Math.max(0, ...part) / 32_767, Math.min(0, ...part) / 32_768];
      for (let row = 0; row < 101; row++) {
        const isFilled = row >= Math.round(50 - high * 40) && row <= Math.round(50 - low * 40);
        const at = (row * 300 + column) * 3;
        expect([column, row, ...pixels.subarray(at, at + 3)]).toEqual([
          column,
          row,
          ...(isFilled ? [255, 0, 0] : [0, 0, 255]),
        ]);
      }
    }
  });

  test("of a part has that part alone", async () => {
    const url = engine.serve("stairs.wav", await stairs());
    const asked = { width: 20, height: 41, start: 1, end: 2, format: "png" };
    const { output } = await engine.resultOf({ task_name: "audio.waveform", url, ...asked });
    const pixels = await pixelsOf(await engine.bytesOf(output));
    const heights = Array.from(
      { length: 20 },
      (_unused, column) =>
        Array.from({ length: 41 }, (_row, row) => pixels[(row * 20 + column) * 3]).filter((red) => red === 0)
          .length,
    );
    for (const height of heights) expect(height).toBeCloseTo(21, -0.5);
  });

  test.each([
    [{ start: 2, end: 1 }, { end: ["must be after the start"] }],
    [{ start: 9 }, { start: ["must be before the end of the sound"] }],
    [{ height: 20, vmargin: 10 }, { vmargin: ["must leave room for the waveform"] }],
  ])("of %j says what is wrong", async (given, parameters) => {
    const url = engine.serve("stairs.wav", await stairs());
    expect(await engine.runOne({ task_name: "audio.waveform", url, ...given })).toMatchObject({
      error: { parameters },
    });
  });
});

test("audio.beats finds the beats and bars of a coded file", async () => {
  // 120 bpm, every fourth low.
  const mp3 = await ffmpeg([
    ...[
      "-f",
      "lavfi",
      "-i",
      "aevalsrc='0.8*exp(-30*mod(t,0.5))*sin(2*PI*if(lt(mod(t,2),0.5),60,900)*mod(t,0.5))':s=44100:d=12",
    ],
    ...["-f", "mp3", "-b:a", "128k", "pipe:1"],
  ]);
  const { beats, downbeats, duration } = await engine.resultOf<{
    beats: number[];
    downbeats: number[];
    duration: number;
  }>({
    task_name: "audio.beats",
    url: engine.serve("song.mp3", mp3),
  });
  expect(duration).toBe(12);
  expect(beats.length).toBeGreaterThanOrEqual(21);
  for (const beat of beats) expect(Math.abs(beat - Math.round(beat * 2) / 2)).toBeLessThan(0.07);
  for (const beat of downbeats) expect(Math.abs(beat - Math.round(beat / 2) * 2)).toBeLessThan(0.07);
});
