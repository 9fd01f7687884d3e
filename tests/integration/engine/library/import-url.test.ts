import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { readRenditions } from "#tests/support/import-clip.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";
import { until } from "#tests/support/until.ts";

let engine: TestEngine;
let movie: Buffer;
/** By the first part of the path: each import asks a place of its own, so that those that wait do so together. */
const places = new Map<string, { requests: number; answer: RequestListener }>();
const origin = createServer((req, res) => {
  const place = places.get(req.url?.split("/")[1] ?? "");
  if (!place) throw new Error(`Nothing is served at ${req.url}`);
  place.requests += 1;
  place.answer(req, res);
});
let base: string;
let host: string;

beforeAll(async () => {
  movie = await readFile(await clip("plain"));
  await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
  const address = origin.address();
  host = `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  base = `http://${host}`;
  engine = await startTestEngine({
    allowPrivateUrls: [host],
    limits: { maxSourceBytes: 1024 * 1024, sourceSilenceMs: 2_000 },
  });
});

afterAll(async () => {
  origin.closeAllConnections();
  origin.close();
  await engine.close();
});

type Answer = (...told: [...Parameters<RequestListener>, requests: number]) => void;

/** Of what this answer is given to at `/place/name`, or of another address. */
async function importUrl(name: string, answer: Answer) {
  const place = randomUUID();
  const served = {
    requests: 0,
    answer: (...[req, res]: Parameters<RequestListener>) => answer(req, res, served.requests),
  };
  places.set(place, served);
  const url = name.includes(":") ? name : `${base}/${place}/${name}`;
  const { library, accounts } = engine.engine;
  const created = await library.createAsset({
    account: accounts.telestream,
    containerId: engine.credentials.telestream.factoryId,
    title: "movie",
    originalFilename: "movie.mp4",
    sourceUrl: url,
  });
  await library.importFromUrl(created.assetId, { renditions: [newRendition("h264")] });
  const asset = await until("the import to end", async () => {
    const read = await library.findAsset(accounts.telestream, created.assetId);
    return read && read.status !== "processing" && read;
  });
  return {
    asset,
    renditions: await readRenditions(engine, asset.assetId),
    requests: served.requests,
  };
}

test("a file behind an address is imported and encoded", async () => {
  const { asset, renditions } = await importUrl("movie.mp4", (_req, res) => res.end(movie));
  expect(asset).toMatchObject({ status: "success", facts: { width: 320, sizeBytes: movie.length } });
  expect(renditions).toHaveLength(1);
  expect(renditions[0]?.errorMessage).toBeNull();
});

test("a redirect is followed", async () => {
  const { asset } = await importUrl("old", (req, res) => {
    if (req.url?.endsWith("/old")) res.writeHead(302, { location: "new" }).end();
    else res.end(movie);
  });
  expect(asset.status).toBe("success");
});

test.each([
  ["that is not found", 404, /answered 404/],
  ["that is forbidden", 403, /answered 403/],
])("an address %s fails at once, and takes its renditions along", async (_what, status, message) => {
  const { asset, renditions, requests } = await importUrl("x.mp4", (_req, res) =>
    res.writeHead(status).end(),
  );
  expect(asset).toMatchObject({ status: "fail", errorClass: "DownloadFailed", sourceKey: null });
  expect(asset.errorMessage).toMatch(message);
  expect(requests).toBe(1);
  expect(renditions[0]).toMatchObject({ status: "fail", errorClass: "VideoStatusInvalid" });
});

test("a server that fails is tried again and succeeds", async () => {
  const { asset, requests } = await importUrl("flaky.mp4", (_req, res, requests) => {
    if (requests === 1) res.writeHead(503).end();
    else res.end(movie);
  });
  expect([asset.status, requests]).toEqual(["success", 2]);
});

describe.concurrent("after waits", () => {
  test("a download that breaks off is tried three times and then fails in words", async () => {
    const { asset, requests } = await importUrl("cut.mp4", (_req, res) => {
      res.writeHead(200, { "content-length": String(movie.length) });
      res.write(movie.subarray(0, 1000), () => res.destroy());
    });
    expect(asset).toMatchObject({ status: "fail", errorClass: "DownloadFailed" });
    expect(requests).toBe(3);
  });

  test("a server that falls silent in the middle holds nothing up for ever", async () => {
    const { asset, renditions, requests } = await importUrl("silent.mp4", (_req, res) => {
      res.writeHead(200, { "content-length": String(movie.length) }).write(movie.subarray(0, 1000));
    });
    expect(asset).toMatchObject({ status: "fail", errorClass: "DownloadFailed", sourceKey: null });
    expect(requests).toBe(3);
    expect(renditions[0]).toMatchObject({ status: "fail", errorClass: "VideoStatusInvalid" });
  });

  test.each<[string, number, string]>([
    ["less than there is", 1000, "FormatNotRecognised"],
    ["more than is taken", 2 ** 50, "DownloadFailed"],
  ])("a length that is a lie, %s, never makes half a film", async (_what, length, errorClass) => {
    const { asset, renditions } = await importUrl("liar.mp4", (_req, res) => {
      res.writeHead(200, { "content-length": String(length) }).write(movie.subarray(0, length));
    });
    expect(asset).toMatchObject({ status: "fail", errorClass });
    expect(renditions[0]).toMatchObject({ status: "fail", errorClass: "VideoStatusInvalid" });
  });
});

test("a file larger than allowed is not downloaded to its end", async () => {
  const { asset } = await importUrl("large.mp4", (_req, res) => res.end(Buffer.alloc(2 * 1024 * 1024)));
  expect(asset).toMatchObject({ status: "fail", errorClass: "DownloadFailed" });
  expect(asset.errorMessage).toMatch(/1048576 bytes/);
});

test("a page instead of a film is not recognised", async () => {
  const { asset } = await importUrl("page.mp4", (_req, res) => res.end("<html>Sign in first</html>"));
  expect(asset).toMatchObject({ status: "fail", errorClass: "FormatNotRecognised" });
});

test.each([
  "http://127.0.0.1:22/x.mp4",
  "http://[::1]/x.mp4",
  "http://169.254.169.254/latest/meta-data",
  "http://2130706433/x.mp4",
  "http://localhost./x.mp4",
  "file:///etc/passwd",
])("%s is never asked", async (url) => {
  const { asset, requests } = await importUrl(url, (_req, res) => res.end(movie));
  expect(asset).toMatchObject({ status: "fail", errorClass: "DownloadFailed" });
  expect(requests).toBe(0);
});

test("a redirect to a private address is refused", async () => {
  const { asset } = await importUrl("out", (_req, res) =>
    res.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end(),
  );
  expect(asset).toMatchObject({ status: "fail", errorClass: "DownloadFailed" });
});
