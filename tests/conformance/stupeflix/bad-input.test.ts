import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeKinds, taskKinds } from "#lib/engine/protocols/stupeflix/tasks/task-kinds.ts";
import type { WireTaskStatus } from "#lib/providers/stupeflix/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { type FaultServer, startFaultServer } from "#tests/support/fault-server.ts";
import { ffmpeg } from "#tests/support/pixels.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";

const run = promisify(execFile);
const mostBytes = 8 * 1024 * 1024;
let engine: TaskEngine;
/** Stands for a service inside, which no task may reach. */
let inside: FaultServer;

beforeAll(async () => {
  inside = await startFaultServer();
  engine = await startTaskEngine({ limits: { maxSourceBytes: mostBytes } });
});
afterAll(async () => {
  await engine.close();
  await inside.close();
});

const { kinds } = describeKinds();

/** The kinds that fetch something, with the parameter that says what. */
const fetching = taskKinds.flatMap(({ description: { name, parameters } }) => {
  const [parameter, spec] =
    Object.entries(parameters).find(([, { control }]) => /^(media-urls?|page-url)$/.test(control)) ?? [];
  const others = Object.entries(parameters).filter(
    ([other, { required }]) => required && other !== parameter,
  );
  // What a form of the kind needs beside it: texts.
  const rest = Object.fromEntries(others.map(([other]) => [other, "text"]));
  return parameter && spec
    ? [{ name, parameter, isList: spec.type === "list", accepts: spec.accepts, rest }]
    : [];
});
type Fetching = (typeof fetching)[number];

const taskOf = ({ name, parameter, isList, rest }: Fetching, url: string) => ({
  task_name: name,
  ...rest,
  [parameter]: isList ? [url] : url,
});

const faultsOf = ({ error }: WireTaskStatus): string[] =>
  typeof error === "object" && error !== null && "parameters" in error
    ? Object.values(error.parameters as Record<string, string[]>).flat()
    : [String(error)];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of a few kilobytes that claims to be as large as a house. */
function pixelFlood(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(Math.ceil(side / 8 + 1) * 1_000));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

describe("an address that gives nothing good ends its task in words, and the others go on", () => {
  const sources: [string, () => string, RegExp][] = [
    ["nobody listens at", () => "http://127.0.0.1:1/x", /may not be fetched|could not be fetched/],
    ["answers 404", () => engine.url("/v2/nothing"), /answered 404/],
    [
      "answers 500",
      () => engine.serve("broken", (_req, res) => void res.writeHead(500).end()),
      /answered 500/,
    ],
    ["hangs up", () => engine.serve("reset", (req) => void req.socket.destroy()), /could not be fetched/],
    [
      "ends before its length",
      () =>
        engine.serve("short", (req, res) => {
          res.writeHead(200, { "content-length": 5_000 });
          res.write("abc", () => req.socket.destroy());
        }),
      /could not be fetched/,
    ],
    [
      "lies about its ranges",
      () =>
        engine.serve(
          "ranges",
          (_req, res) => void res.writeHead(206, { "content-range": "bytes 0-9/99999999" }).end("abc"),
        ),
      /other bytes|answered 206|too large|not a/,
    ],
    ["is empty", () => engine.serve("empty", ""), /not a|not read|damaged|no picture|^$/],
    [
      "redirects for ever",
      () => engine.serve("loop", (_req, res) => void res.writeHead(302, { location: "/loop" }).end()),
      /redirects too often/,
    ],
    [
      "redirects inside",
      () =>
        engine.serve(
          "in",
          (_req, res) => void res.writeHead(302, { location: `${inside.baseUrl}/secret` }).end(),
        ),
      /may not be fetched/,
    ],
    [
      "redirects to a file",
      () =>
        engine.serve(
          "file",
          (_req, res) => void res.writeHead(302, { location: "file:///etc/passwd" }).end(),
        ),
      /may not be fetched/,
    ],
    [
      "says that it is too large",
      () =>
        engine.serve(
          "huge",
          (_req, res) => void res.writeHead(200, { "content-length": 10 ** 12 }).flushHeaders(),
        ),
      /too large/,
    ],
    [
      "never ends",
      () =>
        engine.serve("endless", (_req, res) => {
          const piece = Buffer.alloc(256 * 1024, 32);
          const more = () => {
            while (!res.destroyed && res.write(piece));
          };
          res
            .writeHead(200)
            .on("drain", more)
            .on("error", () => {});
          more();
        }),
      /too large/,
    ],
  ];

  test.each(sources)("%s", async (_what, address, words) => {
    const url = address();
    const tasks = fetching.map((kind) => taskOf(kind, url));
    const statuses = await engine.run([...tasks, { task_name: "hello", name: "Ann" }]);
    expect(statuses.at(-1)).toMatchObject({ status: "success", result: "Hello Ann" });
    for (const [index, status] of statuses.slice(0, -1).entries()) {
      const { name } = fetching[index] ?? {};
      // An empty page is a page.
      if (name === "html.scrape" && status.status === "success") continue;
      expect([name, status.status]).toEqual([name, "error"]);
      for (const fault of faultsOf(status))
        expect([name, fault]).toEqual([name, expect.stringMatching(words)]);
    }
  });

  test("a page of 100 MB is not read to its end", async () => {
    let sent = 0;
    const url = engine.serve("page.html", (_req, res) => {
      const piece = Buffer.from("<p>text</p>".repeat(20_000));
      const more = () => {
        while (!res.destroyed && sent < 100 * 1024 * 1024) {
          sent += piece.length;
          if (!res.write(piece)) return;
        }
        res.end();
      };
      res
        .writeHead(200, { "content-type": "text/html" })
        .on("drain", more)
        .on("error", () => {});
      more();
    });
    expect(faultsOf(await engine.runOne({ task_name: "html.scrape", url }))).toEqual([
      "the file is too large",
    ]);
    expect(sent).toBeLessThan(60 * 1024 * 1024);
  });
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

  test("results that would be too large are refused before they are made", async () => {
    const bytes = await ffmpeg([
      "-f",
      "lavfi",
      "-i",
      "testsrc2=size=64x36",
      "-frames:v",
      "1",
      "-f",
      "image2pipe",
      "-c:v",
      "png",
      "pipe:1",
    ]);
    const url = engine.serve("small.png", bytes);
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
  const names = ["plain", "oneKeyFrame", "rotated", "avi", "mp3", "oddSize"] as const;
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

test("twelve hours are no longer than two seconds, for what reads only parts", async () => {
  const file = path.join(engine.dataDir, "half-day.mp4");
  await run("ffmpeg", [
    ...["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=32x32:rate=1/60:duration=43200"],
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
  const url = engine.serve("half-day.mp4", await readFile(file));
  expect(await engine.resultOf({ task_name: "video.info", url })).toMatchObject({ duration: 43_200 });
  expect(await engine.resultOf({ task_name: "video.thumb", url, time: 40_000, width: 16 })).toMatchObject({
    width: 16,
  });
  expect(
    await engine.resultOf({ task_name: "video.strip", url, count: 5, width: 16, height: 16 }),
  ).toMatchObject({ count: 5, width: 80 });
});

describe("fault 64: addresses inside", () => {
  const addresses = () => [
    `${inside.baseUrl}/`,
    `http://localhost:${inside.port}/`,
    `http://localhost.:${inside.port}/`,
    `http://2130706433:${inside.port}/`,
    `http://0x7f000001:${inside.port}/`,
    `http://0177.0.0.1:${inside.port}/`,
    `http://[::1]:${inside.port}/`,
    `http://[::ffff:7f00:1]:${inside.port}/`,
    `http://0.0.0.0:${inside.port}/`,
    `http://127。0。0。1:${inside.port}/`,
    `http://user:pass@127.0.0.1:${inside.port}/`,
    "http://169.254.169.254/latest/meta-data/",
    "http://[64:ff9b::7f00:1]/",
    "http://10.0.0.1/",
    "http://127.0.0.1:22/",
    `http://127.0.0.1:${engine.ports.admin}/metrics`,
  ];

  test("are reached by no parameter of any task, nor by its storage", async () => {
    const tasks = addresses().flatMap((url) => fetching.map((kind) => taskOf(kind, url)));
    const picture = engine.serve(
      "tiny.png",
      await ffmpeg([
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=16x16",
        "-frames:v",
        "1",
        "-f",
        "image2pipe",
        "-c:v",
        "png",
        "pipe:1",
      ]),
    );
    const stored = addresses().map((url) => ({
      task_name: "image.thumb",
      url: picture,
      task_store: { type: "s3_signed", url },
    }));
    const statuses = await engine.run([...tasks, ...stored]);
    for (const status of statuses) expect(faultsOf(status)).toEqual(["this address may not be fetched"]);
    expect(inside.connections()).toBe(0);
  });

  test.each([
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "data:image/png;base64,AA",
    "ftp://127.0.0.1/x",
    "http:/\\",
    "//x",
  ])("%s is no address", async (url) => {
    const statuses = await engine.run(fetching.map((kind) => taskOf(kind, url)));
    for (const status of statuses) expect(faultsOf(status)).toEqual(["must be an http address"]);
  });
});

test("a name that looks like an option or a command is only a name", async () => {
  const bytes = await readFile(await clip("plain"));
  for (const name of ["-i", "$(touch x)", "a;b", "a%0ab", "'\"", "..%2f..%2fx"]) {
    const url = engine.serve(encodeURI(name).replace(/^\//, ""), bytes);
    expect(await engine.runOne({ task_name: "video.info", url })).toMatchObject({ status: "success" });
  }
});

test("every kind is described for the API", () => {
  expect(kinds.length).toBeGreaterThanOrEqual(fetching.length);
});
