import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { type FaultServer, startFaultServer } from "#tests/support/fault-server.ts";
import { faultsOf, fetching, taskOf } from "#tests/support/fetching-kinds.ts";
import { flipBits, pixelFlood, textBomb } from "#tests/support/hostile-pictures.ts";
import { manyStreams } from "#tests/support/many-streams.ts";
import { ffmpeg } from "#tests/support/pixels.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";
import { servePicture } from "#tests/support/task-fixtures.ts";

const run = promisify(execFile);
let engine: TaskEngine;
/** Stands for a service inside, which no file may lead to. */
let inside: FaultServer;

beforeAll(async () => {
  inside = await startFaultServer();
  engine = await startTaskEngine();
});
afterAll(async () => {
  await engine.close();
  await inside.close();
});

describe("a file that is not what it says", () => {
  const local = "file:///etc/passwd";
  const disguises: [string, () => string | Buffer][] = [
    [
      "an SVG that names a local file",
      () =>
        `<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="9" height="9"><image x:href="${local}" width="9" height="9"/></svg>`,
    ],
    [
      "an SVG with an entity",
      () =>
        `<!DOCTYPE svg [<!ENTITY e SYSTEM "${local}">]><svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>`,
    ],
    [
      "a playlist of a local file",
      () => `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${local}\n#EXT-X-ENDLIST\n`,
    ],
    ["a list of files", () => `ffconcat version 1.0\nfile '${local}'\n`],
    [
      "a session description",
      () => `v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video ${inside.port} RTP/AVP 96\n`,
    ],
    ["a page", () => "<html><body>hello</body></html>"],
    ["text", () => "hello"],
    ["zeros", () => Buffer.alloc(100_000)],
  ];

  test.each(disguises)("%s is refused by every task that wants media", async (_what, content) => {
    const url = engine.serve("disguise", content());
    const wanting = fetching.filter(({ accepts }) => accepts !== undefined);
    const statuses = await engine.run(wanting.map((kind) => taskOf(kind, url)));
    for (const [index, status] of statuses.entries()) {
      expect([wanting[index]?.name, status.status]).toEqual([wanting[index]?.name, "error"]);
      expect(faultsOf(status)[0]).toMatch(/^the file is not/);
    }
    expect(inside.connections()).toBe(0);
  });
});

describe("pictures that cost more than they weigh", () => {
  test.each([30_000, 60_000])("of %i pixels a side are measured and not decoded", async (side) => {
    const url = engine.serve("flood.png", pixelFlood(side));
    expect(await engine.resultOf({ task_name: "image.info", url })).toMatchObject({
      width: side,
      height: side,
    });
    for (const task of [
      { task_name: "image.thumb", url, width: 10 },
      { task_name: "image.strip", urls: [url], width: 10, height: 10 },
      { task_name: "image.gif", images: [url], width: 10 },
    ]) {
      expect(faultsOf(await engine.runOne(task))).toEqual(["the picture has more than 120 million pixels"]);
    }
  });

  test("a GIF of 10,000 frames is its first", async () => {
    const gif = await ffmpeg([
      "-f",
      "lavfi",
      "-i",
      "testsrc=size=16x16:rate=50",
      "-frames:v",
      "10000",
      "-f",
      "gif",
      "pipe:1",
    ]);
    const url = engine.serve("long.gif", gif);
    expect(await engine.resultOf({ task_name: "image.info", url })).toMatchObject({ width: 16, height: 16 });
    expect(await engine.resultOf({ task_name: "image.thumb", url, width: 8 })).toMatchObject({
      width: 8,
      height: 8,
    });
  });

  test("a PNG whose text unpacks to half a gigabyte is a pixel", async () => {
    const url = engine.serve("bomb.png", textBomb(512 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    expect(await engine.resultOf({ task_name: "image.info", url })).toMatchObject({ width: 1, height: 1 });
    expect(await engine.resultOf({ task_name: "image.thumb", url, width: 1 })).toMatchObject({ width: 1 });
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });

  test("a hundred WebP files with flipped bits end in pictures or in words", async () => {
    const noise = { create: { width: 48, height: 32, channels: 4, background: "#2a7c" } } as const;
    const webp = await sharp({
      ...noise,
      create: { ...noise.create, noise: { type: "gaussian", mean: 128, sigma: 60 } },
    })
      .webp({ quality: 80 })
      .toBuffer();
    const tasks = Array.from({ length: 100 }, (_unused, seed) => ({
      task_name: seed % 2 === 0 ? "image.thumb" : "image.info",
      url: engine.serve(`${seed}.webp`, flipBits(webp, seed)),
      ...(seed % 2 === 0 && { width: 16 }),
    }));
    const statuses = await engine.run([...tasks, { task_name: "hello", name: "Ann" }]);
    expect(statuses.at(-1)).toMatchObject({ status: "success" });
    const failed = statuses.filter(({ status }) => status === "error");
    for (const status of failed)
      expect(faultsOf(status)).toEqual(["the file is not a picture, or is damaged"]);
    expect(failed.length).toBeLessThan(statuses.length - 1);
  });

  test("results that would be too large are refused before they are made", async () => {
    const url = await servePicture(engine);
    for (const task of [
      { task_name: "image.thumb", url, width: 16_384 },
      { task_name: "image.strip", urls: Array.from({ length: 100 }, () => url), width: 2_000, height: 2_000 },
      {
        task_name: "video.strip",
        url: engine.serve("c.mp4", await readFile(await clip("plain"))),
        width: 4_000,
        height: 4_000,
        count: 500,
      },
      { task_name: "audio.waveform", url, width: 16_384, height: 16_384 },
    ]) {
      expect(faultsOf(await engine.runOne(task))).toEqual([expect.stringMatching(/which is too many$/)]);
    }
  });
});

test.each([1, 50, 99])("every kind of media cut at %i % ends in a result or in words", async (percent) => {
  // One of each reader: the demuxer's three formats, and ffprobe's. More kinds are cut in the corpus.
  const names = ["plain", "avi", "mp3", "oddSize"] as const;
  const cut = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(await clip(name));
      return engine.serve(
        `${name}-${percent}`,
        bytes.subarray(0, Math.floor((bytes.length * percent) / 100)),
      );
    }),
  );
  const light = fetching.filter(({ name }) => /^(audio\.(info|waveform)|video\.(info|thumb))$/.test(name));
  const statuses = await engine.run(cut.flatMap((url) => light.map((kind) => taskOf(kind, url))));
  for (const status of statuses) {
    if (status.status === "success") continue;
    for (const fault of faultsOf(status)) expect(fault).not.toMatch(/the engine failed/);
  }
  expect(await engine.runOne({ task_name: "hello", name: "Ann" })).toMatchObject({ status: "success" });
});

test("a day is no longer than two seconds, for what reads only parts", async () => {
  const file = path.join(engine.dataDir, "whole-day.mp4");
  await run("ffmpeg", [
    ...["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=32x32:rate=1/60:duration=86400"],
    ...[
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-pix_fmt",
      "yuv420p",
      "-g",
      "10",
      "-movflags",
      "+faststart",
      file,
    ],
  ]);
  const url = engine.serve("whole-day.mp4", await readFile(file));
  expect(await engine.resultOf({ task_name: "video.info", url })).toMatchObject({ duration: 86_400 });
  expect(await engine.resultOf({ task_name: "video.thumb", url, time: 80_000, width: 16 })).toMatchObject({
    width: 16,
  });
  expect(
    await engine.resultOf({ task_name: "video.strip", url, count: 5, width: 16, height: 16 }),
  ).toMatchObject({ count: 5, width: 80 });
});

test("a file of a hundred thousand streams is refused in words, and the next one read", async () => {
  const streams = engine.serve("streams.mkv", manyStreams(100_000));
  const tasks = ["video.info", "audio.info"].map((task_name) => ({
    task_name,
    url: streams,
  }));
  for (const status of await engine.run(tasks)) {
    expect(status.status).toBe("error");
    expect(faultsOf(status)).toEqual([expect.stringMatching(/^the file (is not|has no)/)]);
  }
  const few = engine.serve("few.mkv", manyStreams(2));
  expect(await engine.resultOf({ task_name: "audio.info", url: few })).toMatchObject({ codec: "opus" });
});
