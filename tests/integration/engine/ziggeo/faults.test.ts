import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ProviderError } from "#lib/providers/errors.ts";
import { type ZiggeoClient, ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import type { WireVideo } from "#lib/providers/ziggeo/wire.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";

let running: TestEngine;
let client: ZiggeoClient;
let plain: Buffer;

const largest = 2_000_000;

beforeAll(async () => {
  running = await startTestEngine({ limits: { maxSourceBytes: largest } });
  const { baseUrl, ...fields } = running.credentials.ziggeo;
  client = ziggeoClient({ provider: "ziggeo", baseUrl, fields, isLocal: true });
  plain = await readFile(await clip("plain"));
});
afterAll(() => running.close());

const fileOf = (name: string, bytes: Uint8Array) => ({
  name,
  mimeType: "video/mp4",
  sizeBytes: bytes.length,
  stream: async function* () {
    yield bytes;
  },
});
const settled = ({ token }: { token: string }): Promise<WireVideo> =>
  until(`video ${token} has ended`, async () => {
    const now = await client.videos.get(token);
    return (now.state === 5 || now.state === 3) && now;
  });
const upload = async (name: string, bytes: Uint8Array) =>
  settled(await client.videos.createFrom(fileOf(name, bytes)));
const arriving = () => readdir(path.join(running.dataDir, "engine", "uploads-ziggeo"));

test("fault 10: a file of 0 bytes and one of 1 byte fail in words", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("x")]) {
    const video = await upload("small.mp4", bytes);
    expect([video.state_string, video.reelyard?.error]).toEqual(["FAILED", expect.stringMatching(/\w+ \w+/)]);
  }
});

test("fault 13: a name is never a path, a type or a header of ours", async () => {
  const names = [
    "../../x.mp4",
    "..\\..\\x.mp4",
    "a\u202egpj.mp4",
    'q".mp4',
    "CON",
    "<img onerror=1>.mp4",
    `${"n".repeat(255)}.mp4`,
  ];
  const videos = await Promise.all(names.map((name) => upload(name, Buffer.from("no video"))));
  for (const video of videos) {
    expect(video.original_stream?.video_type ?? "").toMatch(/^[a-z0-9]{0,8}$/);
  }
  const stored = await readdir(path.join(running.dataDir, "engine", "media"), { recursive: true });
  for (const name of stored) expect(name).toMatch(/^[\w./-]+$/);
});

test("fault 27: cut at 1, 50 and 99 %, a file plays or fails in words, and the next whole one is fine", async () => {
  const cuts = [0.01, 0.5, 0.99].map((share) => plain.subarray(0, Math.floor(plain.length * share)));
  for (const video of await Promise.all(cuts.map((bytes) => upload("cut.mp4", bytes)))) {
    if (video.state_string === "FAILED") expect(video.reelyard?.error).toMatch(/\w+ \w+/);
    else expect(video.default_stream).toMatchObject({ state: 5, streamable: 3 });
  }
  expect((await upload("whole.mp4", plain)).state_string).toBe("READY");
});

test("fault 27: durations that are no number and frames that last no time play or fail in words", async () => {
  const webm = await readFile(await clip("vp9"));
  const files = [
    // A time scale of 0: every duration is 0 / 0.
    patched(plain, ["mvhd", "mdhd"], 12, 0),
    patched(plain, ["mvhd", "mdhd"], 16, 0xffff_ffff),
    // Samples that all begin at once.
    patched(plain, ["stts"], 12, 0),
    withNanDuration(webm),
  ];
  for (const video of await Promise.all(files.map((bytes) => upload("odd.mp4", bytes)))) {
    if (video.state_string === "FAILED") expect(video.reelyard?.error).toMatch(/\w+ \w+/);
    else expect(video.default_stream).toMatchObject({ state: 5, duration: expect.any(Number) });
    expect(video.duration === null || Number.isFinite(video.duration)).toBe(true);
  }
});

test("fault 28: a playlist that names another file is no video", async () => {
  const victim = running.engine.storage.pathOf(running.engine.storage.newKey("victim.mp4"));
  const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://${victim}\n#EXT-X-ENDLIST\n`;
  for (const text of [playlist, `ffconcat version 1.0\nfile ${victim}\n`]) {
    expect((await upload("x.mp4", Buffer.from(text))).state_string).toBe("FAILED");
  }
});

test("fault 29: a picture of 60,000 × 60,000 is refused as one", async () => {
  const video = await client.videos.create();
  const stream = await client.streams.create(video.token);
  const flood = fileOf("flood.png", pngOf(60_000, 60_000));
  await expect(client.streams.attachImage(video.token, stream.token, flood)).rejects.toMatchObject({
    kind: "invalid",
    status: 400,
  });
  expect(await client.streams.get(video.token, stream.token)).toMatchObject({ has_image: false });
});

test("fault 29: a PNG with 256 MB of packed text, and fuzzed WebP, are a picture or refused as none", async () => {
  const { data } = await sharp(randomBytes(64 * 48 * 3), { raw: { width: 64, height: 48, channels: 3 } })
    .webp()
    .toBuffer({ resolveWithObject: true });
  const pictures = [
    pngOf(64, 48, [["zTXt", Buffer.concat([Buffer.from("c\0\0"), deflateSync(Buffer.alloc(256_000_000))])]]),
    ...[1, 2, 3, 5, 8, 13].map((seed) =>
      Buffer.from(data.map((byte, at) => (at % 97 === seed ? byte ^ 4 : byte))),
    ),
    ...[0.1, 0.5, 0.99].map((share) => data.subarray(0, Math.floor(data.length * share))),
  ];
  const video = await client.videos.create();
  await Promise.all(
    pictures.map(async (bytes) => {
      const { token } = await client.streams.create(video.token);
      const taken = await client.streams
        .attachImage(video.token, token, fileOf("poster", bytes))
        .catch((error: unknown) => error);
      if (taken instanceof ProviderError) expect(taken).toMatchObject({ kind: "invalid", status: 400 });
      else expect(taken).toMatchObject({ has_image: true });
    }),
  );
});

describe("uploads that end badly leave nothing behind", () => {
  const begin = async () => (await client.videos.beginUpload({ video_type: "mp4" })).url_data;

  test("a file larger than the engine takes", async () => {
    const large = fileOf("large.mp4", randomBytes(largest + 2_000_000));
    await expect(client.videos.createFrom(large)).rejects.toMatchObject({ kind: "invalid" });
    const unannounced = await begin();
    const form = new FormData();
    for (const [name, value] of Object.entries(unannounced.fields)) form.append(name, value);
    form.append("file", new Blob([randomBytes(largest + 1)]), "large.mp4");
    expect((await fetch(unannounced.url, { method: "POST", body: form })).status).toBe(400);
    await until("nothing is left", async () => (await arriving()).length === 0);
  });

  test("a connection that breaks, after which the same upload goes through", async () => {
    const { url, fields } = await begin();
    const parts = Object.entries(fields).map(
      ([name, value]) => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const head = `${parts.join("")}--B\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n`;
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    await once(socket, "connect");
    socket.write(
      `POST /upload/ HTTP/1.1\r\nHost: e\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 1000000\r\n\r\n${head}`,
    );
    socket.write(plain.subarray(0, 10_000));
    await until("its bytes arrive", async () => (await arriving()).length === 1);
    socket.destroy();
    await until("they are gone", async () => (await arriving()).length === 0);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([Uint8Array.from(plain)]), "a.mp4");
    expect((await fetch(url, { method: "POST", body: form })).status).toBe(204);
  });

  test("a form that is none", async () => {
    const { url } = await begin();
    const headers = { "content-type": "multipart/form-data" };
    for (const [type, body] of [
      ["multipart/form-data", "no boundary"],
      ["multipart/form-data; boundary=B", "no parts"],
      [
        "multipart/form-data; boundary=B",
        '--B\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx',
      ],
    ]) {
      const answer = await fetch(url, {
        method: "POST",
        body,
        headers: { ...headers, "content-type": type ?? "" },
      });
      expect([400, 403]).toContain(answer.status);
      expect(z.object({ code: z.number() }).parse(await answer.json()).code).toBe(answer.status);
    }
  });
});

/** The 32 bits at a place within every box of these kinds. */
function patched(bytes: Buffer, kinds: readonly string[], offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  for (const kind of kinds) {
    for (let at = copy.indexOf(kind); at >= 0; at = copy.indexOf(kind, at + 4)) {
      copy.writeUInt32BE(value, at + 4 + offset);
    }
  }
  return copy;
}

/** Matroska keeps it as a number with a point. */
function withNanDuration(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(Buffer.from([0x44, 0x89, 0x88]));
  expect(at).toBeGreaterThan(0);
  copy.writeDoubleBE(Number.NaN, at + 3);
  return copy;
}

/** A valid head over almost nothing: what a flood looks like. */
function pngOf(width: number, height: number, more: readonly (readonly [string, Buffer])[] = []): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    ...more.map(([type, data]) => chunk(type, data)),
    chunk("IDAT", deflateSync(Buffer.alloc(100_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
