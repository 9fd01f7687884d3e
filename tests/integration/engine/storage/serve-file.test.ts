import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EngineStorage, openStorage } from "#lib/engine/storage.ts";

let dataDir: string;
let storage: EngineStorage;
let server: Server;
let url: string;
let port: number;
const key = "ab/file/movie.mp4";
const bytes = Buffer.from(Array.from({ length: 100_000 }, (_unused, index) => index % 251));

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-serve-"));
  storage = await openStorage(dataDir);
  await storage.write(key, bytes);
  await storage.write("ab/file/empty.mp4", Buffer.alloc(0));
  server = createServer((req, res) => {
    const file = decodeURIComponent(new URL(req.url ?? "", "http://x").pathname.slice(1));
    const name = 'Crème brûlée "1" 😀.mp4';
    const options = {
      key: `ab/file/${file}`,
      mimeType: "video/mp4",
      ...(req.url?.includes("?dl") ? { downloadName: name } : {}),
    };
    storage.serveStoredFile(req, res, options).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
  url = `http://127.0.0.1:${port}/movie.mp4`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dataDir, { recursive: true, force: true });
});

const get = (headers: Record<string, string> = {}, method = "GET") => fetch(url, { headers, method });
const body = async (response: Response) => Buffer.from(await response.arrayBuffer());

test("a whole file comes with its length, its type and what a browser may do with it", async () => {
  const response = await get();
  expect(response.status).toBe(200);
  expect(await body(response)).toEqual(bytes);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-length": String(bytes.length),
    "content-type": "video/mp4",
    "accept-ranges": "bytes",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "access-control-allow-origin": "*",
  });
});

test.each([
  ["bytes=0-99", 0, 99],
  ["bytes=99900-", 99_900, 99_999],
  ["bytes=-100", 99_900, 99_999],
  ["bytes=50000-200000", 50_000, 99_999],
])("%s is answered with that part", async (range, start, end) => {
  const response = await get({ range });
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe(`bytes ${start}-${end}/${bytes.length}`);
  expect(await body(response)).toEqual(bytes.subarray(start, end + 1));
});

test("a part beyond the end is 416 and says how long the file is", async () => {
  const response = await get({ range: "bytes=100000-" });
  expect(response.status).toBe(416);
  expect(response.headers.get("content-range")).toBe(`bytes */${bytes.length}`);
});

test.each(["bytes=5-2", "bytes=abc", `bytes=${Array(1000).fill("0-1").join(",")}`])(
  "a range that is malformed or one of many (%#) is answered with the whole file",
  async (range) => {
    const response = await get({ range });
    expect([response.status, (await body(response)).length]).toEqual([200, bytes.length]);
  },
);

test("HEAD has the same headers and no body", async () => {
  const response = await get({}, "HEAD");
  expect([response.status, response.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  expect(await body(response)).toHaveLength(0);
});

test("a file that the browser has is not sent again, and a range of another version is not mixed in", async () => {
  const etag = (await get()).headers.get("etag") ?? "";
  expect((await get({ "if-none-match": etag })).status).toBe(304);
  expect((await get({ range: "bytes=0-9", "if-range": etag })).status).toBe(206);
  expect((await get({ range: "bytes=0-9", "if-range": '"other"' })).status).toBe(200);
});

test("a download carries its name, whatever is in it", async () => {
  const response = await fetch(`${url}?dl`);
  const disposition = response.headers.get("content-disposition");
  expect(disposition).toMatch(/^attachment; filename="/);
  expect(disposition).toContain("filename*=UTF-8''Cr%C3%A8me%20br%C3%BBl%C3%A9e");
  expect(disposition).not.toMatch(/[\r\n]/);
});

test("another method is 405, a preflight is answered, a missing file is 404, an empty one is 200", async () => {
  expect((await get({}, "DELETE")).status).toBe(405);
  expect((await get({}, "OPTIONS")).status).toBe(204);
  expect((await fetch(url.replace("movie", "missing"))).status).toBe(404);
  const empty = await fetch(url.replace("movie", "empty"));
  expect([empty.status, empty.headers.get("content-length")]).toEqual([200, "0"]);
});

test("a reader that goes away in the middle leaves no open file", async () => {
  await storage.write("ab/file/large.mp4", Buffer.alloc(32 * 1024 * 1024));
  for (let turn = 0; turn < 20; turn++) {
    await new Promise<void>((resolve, reject) => {
      const client = request({ port, host: "127.0.0.1", path: "/large.mp4" }, (response) => {
        response.once("data", () => response.destroy());
        response.once("close", () => resolve());
        response.on("error", () => {});
      });
      client.on("error", reject);
      client.end();
    });
  }
  const again = await fetch(url);
  expect((await body(again)).length).toBe(bytes.length);
});
