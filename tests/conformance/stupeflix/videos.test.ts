import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { difference, ffmpeg, pixelsOf } from "#tests/support/pixels.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";

const run = promisify(execFile);
let engine: TaskEngine;

beforeAll(async () => {
  engine = await startTaskEngine();
});
afterAll(() => engine.close());

type ClipName = Parameters<typeof clip>[0];
const serve = async (name: ClipName) => engine.serve(name, await readFile(await clip(name)));

/** What `ffmpeg -ss` decodes at a time: red, green, blue. */
async function frameAt(name: ClipName, time: number, filter = "null"): Promise<Buffer> {
  return ffmpeg([
    ...["-ss", String(time), "-i", await clip(name), "-frames:v", "1", "-vf", filter],
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
  ]);
}

describe("video.thumb", () => {
  test.each<[ClipName, number]>([
    ["tenSeconds", 0],
    ["tenSeconds", 2],
    ["tenSeconds", 4.72],
    ["tenSeconds", 4.73],
    ["tenSeconds", 9.9],
    ["oneKeyFrame", 6.3],
    ["rotated", 1],
    ["avi", 1.2],
  ])("of %s at %f s is the very frame that ffmpeg -ss takes", async (name, time) => {
    const result = await engine.resultOf({
      task_name: "video.thumb",
      url: await serve(name),
      time,
      format: "png",
    });
    const made = await pixelsOf(await engine.bytesOf(result.output));
    expect(difference(made, await frameAt(name, time)).largest).toBe(0);
  });

  test("has square pixels, where the video's are not", async () => {
    const { output } = await engine.resultOf({
      task_name: "video.thumb",
      url: await serve("oddSize"),
      format: "png",
    });
    const made = await pixelsOf(await engine.bytesOf(output));
    expect(difference(made, await frameAt("oddSize", 0, "scale=322:181:flags=bicubic")).largest).toBe(0);
  });

  test("past the end is the last frame", async () => {
    const url = await serve("tenSeconds");
    const { output } = await engine.resultOf({ task_name: "video.thumb", url, time: 60, format: "png" });
    const made = await pixelsOf(await engine.bytesOf(output));
    expect(difference(made, await frameAt("tenSeconds", 9.96)).largest).toBe(0);
  });

  test("is scaled, cut and encoded as asked", async () => {
    const url = await serve("tenSeconds");
    const thumb = (parameters: object) =>
      engine.resultOf({ task_name: "video.thumb", url, time: 2, ...parameters });
    const fitted = await thumb({ width: 200, height: 200 });
    expect(fitted).toMatchObject({
      width: 200,
      height: 113,
      original_width: 640,
      original_height: 360,
      duration: expect.closeTo(10, 1),
      content_type: "image/jpeg",
    });
    const cropped = await thumb({ width: 200, height: 200, crop: true, format: "png" });
    expect(cropped).toMatchObject({ width: 200, height: 200, content_type: "image/png" });
    const expected = await frameAt("tenSeconds", 2, "crop=360:360,scale=200:200:flags=bicubic");
    expect(difference(await pixelsOf(await engine.bytesOf(cropped.output)), expected).largest).toBe(0);
    const [fine, coarse] = [await thumb({ quality: 95 }), await thumb({ quality: 10 })];
    const [fineBytes, coarseBytes] = [await engine.bytesOf(fine.output), await engine.bytesOf(coarse.output)];
    expect(coarseBytes.length * 3).toBeLessThan(fineBytes.length);
    expect(difference(await pixelsOf(fineBytes), await frameAt("tenSeconds", 2)).mean).toBeLessThan(2);
  });

  test("reads only the part of a long file that it needs, from a server that answers ranges", async () => {
    const file = path.join(engine.dataDir, "long.mp4");
    await run("ffmpeg", [
      "-v",
      "error",
      "-y",
      "-stream_loop",
      "40",
      "-i",
      await clip("hd10s"),
      "-c",
      "copy",
      "-movflags",
      "+faststart",
      file,
    ]);
    const bytes = await readFile(file);
    let sent = 0;
    const url = engine.serve("long.mp4", (req, res) => {
      const [, from = "0", to = ""] = /bytes=(\d+)-(\d+)/.exec(req.headers.range ?? "") ?? [];
      const part = bytes.subarray(Number(from), Number(to) + 1);
      sent += part.length;
      const range = `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`;
      res.writeHead(206, { "content-length": part.length, "content-range": range, etag: '"1"' }).end(part);
    });
    const result = await engine.resultOf({ task_name: "video.thumb", url, time: 301.5, format: "png" });
    expect(sent).toBeLessThan(bytes.length / 10);
    const expected = await ffmpeg([
      "-ss",
      "301.5",
      "-i",
      file,
      "-frames:v",
      "1",
      "-f",
      "rawvideo",
      "-pix_fmt",
      "rgb24",
      "pipe:1",
    ]);
    expect(difference(await pixelsOf(await engine.bytesOf(result.output)), expected).largest).toBe(0);
  });

  test("says so when the file changes while it is read", async () => {
    const bytes = await readFile(await clip("hd10s"));
    let asked = 0;
    const url = engine.serve("changing.mp4", (req, res) => {
      const [, from = "0", to = ""] = /bytes=(\d+)-(\d+)/.exec(req.headers.range ?? "") ?? [];
      if (req.headers.range === undefined) return void res.writeHead(500).end();
      const part = bytes.subarray(Number(from), Number(to) + 1);
      const range = `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`;
      res
        .writeHead(206, { "content-length": part.length, "content-range": range, etag: `"${asked++}"` })
        .end(part);
    });
    expect(await engine.runOne({ task_name: "video.thumb", url, time: 9 })).toMatchObject({
      status: "error",
      error: { parameters: { url: [expect.any(String)] } },
    });
  });
});

describe("video.strip", () => {
  test("has the frames at equal intervals, both ends among them", async () => {
    const url = await serve("tenSeconds");
    const strip = {
      task_name: "video.strip",
      url,
      width: 64,
      height: 36,
      count: 4,
      start: 0,
      end: 6,
      wrap: 2,
      format: "png",
    };
    const result = await engine.resultOf(strip);
    expect(result).toMatchObject({
      count: 4,
      width: 128,
      height: 72,
      original_width: 640,
      original_height: 360,
      frame_rate: 25,
      content_type: "image/png",
    });
    const pixels = await pixelsOf(await engine.bytesOf(result.output));
    // Key frames are two seconds apart, so each is the very frame.
    for (const [index, time] of [0, 2, 4, 6].entries()) {
      const expected = await frameAt("tenSeconds", time, "scale=64:36:flags=bicubic");
      expect(difference(cellOf(pixels, 128, index % 2, index >> 1), expected).largest).toBe(0);
    }
  });

  test("takes frames that are no key frames where those are too far apart", async () => {
    const url = await serve("oneKeyFrame");
    const result = await engine.resultOf({
      task_name: "video.strip",
      url,
      width: 64,
      height: 36,
      count: 3,
      end: 8,
      format: "png",
    });
    const pixels = await pixelsOf(await engine.bytesOf(result.output));
    for (const [index, time] of [0, 4, 8].entries()) {
      const expected = await frameAt("oneKeyFrame", time, "scale=64:36:flags=bicubic");
      expect(difference(cellOf(pixels, 192, index, 0), expected).largest).toBe(0);
    }
  });

  test("of a rotated video, of one that only ffmpeg reads, and with bars beside what fits", async () => {
    expect(
      await engine.resultOf({ task_name: "video.strip", url: await serve("rotated"), count: 2 }),
    ).toMatchObject({
      width: 360,
      height: 320,
    });
    const result = await engine.resultOf({
      task_name: "video.strip",
      url: await serve("avi"),
      width: 60,
      height: 60,
      count: 3,
      format: "png",
    });
    expect(result).toMatchObject({ count: 3, width: 180, height: 60 });
  });

  test("cannot end before it begins", async () => {
    const status = await engine.runOne({
      task_name: "video.strip",
      url: await serve("plain"),
      start: 2,
      end: 1,
    });
    expect(status).toMatchObject({ error: { parameters: { end: ["must not be before the start"] } } });
  });
});

describe("video.convert", () => {
  test.each([
    ["aac", "mov,mp4,m4a,3gp,3g2,mj2", "video/mp4"],
    ["mp3", "mov,mp4,m4a,3gp,3g2,mj2", "video/mp4"],
    ["mp2", "matroska,webm", "video/x-matroska"],
    ["wmav2", "matroska,webm", "video/x-matroska"],
  ])("with %s is what ffprobe says it is", async (audio_codec, format, content_type) => {
    const url = await serve("plain");
    const asked = { width: 160, audio_codec, audio_bitrate: 96, sample_rate: 22_050, gop: 10 };
    const result = await engine.resultOf({ task_name: "video.convert", url, ...asked });
    expect(result).toMatchObject({
      content_type,
      width: 160,
      height: 90,
      original_width: 320,
      original_height: 180,
      duration: expect.closeTo(2, 0),
      frame_rate: expect.closeTo(25, 0),
      video_codec: "h264",
      audio_codec,
      rotation: 0,
      alpha: false,
    });
    const file = path.join(engine.dataDir, `converted-${audio_codec}`);
    await writeFile(file, await engine.bytesOf(result.output));
    const { stdout } = await run("ffprobe", [
      "-v",
      "error",
      "-show_format",
      "-show_streams",
      "-of",
      "json",
      file,
    ]);
    const said = JSON.parse(stdout);
    expect(said.format.format_name).toBe(format);
    expect(said.streams).toMatchObject([
      { codec_name: "h264", width: 160, height: 90, pix_fmt: "yuv420p" },
      { codec_name: audio_codec, sample_rate: "22050" },
    ]);
  });

  test("fills a size by cutting, and stands upright what a phone stored turned", async () => {
    const cropped = {
      task_name: "video.convert",
      url: await serve("plain"),
      width: 100,
      height: 100,
      crop: true,
    };
    expect(await engine.resultOf(cropped)).toMatchObject({ width: 100, height: 100 });
    const turned = { task_name: "video.convert", url: await serve("rotated"), height: 160 };
    expect(await engine.resultOf(turned)).toMatchObject({ width: 90, height: 160, rotation: 0 });
  });

  test("tells its progress", async () => {
    const answer = await engine.post("/v2/create_stream", {
      tasks: [{ task_name: "video.convert", url: await serve("tenSeconds"), width: 320 }],
    });
    const lines = (await answer.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const progress = lines.flatMap((line) => (typeof line.progress === "number" ? line.progress : []));
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(lines.at(-1)).toMatchObject({ status: "success", progress: null });
  });
});

/** One cell of a strip of 64×36 pixels each. */
function cellOf(pixels: Buffer, width: number, column: number, row: number): Buffer {
  const lines = Array.from({ length: 36 }, (_unused, line) => {
    const at = ((row * 36 + line) * width + column * 64) * 3;
    return pixels.subarray(at, at + 64 * 3);
  });
  return Buffer.concat(lines);
}
