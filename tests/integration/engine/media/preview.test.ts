import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EngineAsset } from "#lib/engine/library/types.ts";
import { type ClipName, clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";

const run = promisify(execFile);
let engine: TestEngine;
let asset: EngineAsset;
let baseUrl: string;
const server = createServer((req, res) => {
  engine.engine.previews
    .serve(req, res, asset, path.posix.basename(req.url ?? ""))
    .catch(() => res.destroy());
});

beforeAll(async () => {
  engine = await startTestEngine();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  baseUrl = `http://127.0.0.1:${address.port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await engine.close();
});

async function importClip(name: ClipName): Promise<EngineAsset> {
  const { library, storage, accounts } = engine.engine;
  const file = await clip(name);
  const created = await library.createAsset({
    account: accounts.telestream,
    title: name,
    originalFilename: path.basename(file),
  });
  const sourceKey = storage.newKey(path.basename(file));
  const aside = path.join(engine.dataDir, `aside-${path.basename(file)}`);
  await copyFile(file, aside);
  await storage.adopt(aside, sourceKey);
  return library.importSource(created.assetId, { sourceKey, renditions: [] });
}

/** Frames and sound samples that ffmpeg decodes of an input, and the last frame's time. */
async function decode(input: string) {
  const { stdout } = await run("ffprobe", [
    ...[
      "-v",
      "error",
      "-count_frames",
      "-show_entries",
      "stream=codec_type,nb_read_frames,start_time",
      "-of",
      "json",
    ],
    input,
  ]);
  const { streams } = JSON.parse(stdout) as { streams: { codec_type: string; nb_read_frames: string }[] };
  return Object.fromEntries(streams.map((stream) => [stream.codec_type, Number(stream.nb_read_frames)]));
}

test.each(["tenSeconds", "plain", "indexLast", "videoOnly", "audioOnly"] as const)(
  "the preview of %s plays every frame of its source, and nothing twice",
  async (name) => {
    asset = await importClip(name);
    expect(engine.engine.previews.canPreview(asset)).toBe(true);
    const [source, preview] = [await decode(await clip(name)), await decode(`${baseUrl}/index.m3u8`)];
    expect(preview).toEqual(source);
  },
);

test("a long source is cut at its key frames into segments of about four seconds", async () => {
  asset = await importClip("tenSeconds");
  const playlist = await (await fetch(`${baseUrl}/index.m3u8`)).text();
  const durations = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map((match) => Number(match[1]));
  expect(durations.map(Math.round)).toEqual([4, 4, 2]);
  expect(playlist).toContain('#EXT-X-MAP:URI="init.mp4"');
});

test("a segment answers HEAD with its length, and names outside the preview are not found", async () => {
  asset = await importClip("tenSeconds");
  const head = await fetch(`${baseUrl}/0.m4s`, { method: "HEAD" });
  expect(head.status).toBe(200);
  const body = await (await fetch(`${baseUrl}/0.m4s`)).arrayBuffer();
  expect(head.headers.get("content-length")).toBe(String(body.byteLength));
  expect(head.headers.get("access-control-allow-origin")).toBe("*");
  for (const name of ["3.m4s", "-1.m4s", "segment.m4s", "index.m3u"]) {
    expect((await fetch(`${baseUrl}/${name}`)).status).toBe(404);
  }
});

test.each(["vp9", "tenBit", "avi", "mp3"] as const)("there is no preview of %s", async (name) => {
  asset = await importClip(name);
  expect(engine.engine.previews.canPreview(asset)).toBe(false);
  expect((await fetch(`${baseUrl}/index.m3u8`)).status).toBe(404);
});
