import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeKinds } from "#lib/engine/protocols/stupeflix/tasks/task-kinds.ts";
import { clip } from "#tests/support/clips.ts";
import { type FaultServer, startFaultServer } from "#tests/support/fault-server.ts";
import { faultsOf, fetching, taskOf } from "#tests/support/fetching-kinds.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";
import { servePicture } from "#tests/support/task-fixtures.ts";

const mostBytes = 8 * 1024 * 1024;
let engine: TaskEngine;
/** Stands for a service inside, which no task may reach. */
let inside: FaultServer;

beforeAll(async () => {
  inside = await startFaultServer();
  engine = await startTaskEngine({ limits: { maxSourceBytes: mostBytes, sourceSilenceMs: 1_000 } });
});
afterAll(async () => {
  await engine.close();
  await inside.close();
});

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
    [
      "falls silent",
      () =>
        engine.serve(
          "silent",
          (_req, res) => void res.writeHead(200, { "content-length": 5_000 }).write("abc"),
        ),
      /took too long/,
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
    const picture = await servePicture(engine);
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
  expect(describeKinds().kinds.length).toBeGreaterThanOrEqual(fetching.length);
});
