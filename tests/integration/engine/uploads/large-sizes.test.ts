import { execFile } from "node:child_process";
import { mkdtemp, open, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { clip } from "#tests/support/clips.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";
import { openRequest, openSession, readState, sendPart, sendRange } from "#tests/support/upload-client.ts";

const run = promisify(execFile);
const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const beyond32Bits = 4 * gibibyte + 1;

/** A disk of 80 GiB that costs what is written to it: files stay sparse, and the test needs no such disk itself. */
describe.skipIf(process.getuid?.() !== 0)("sizes beyond 32 bits", () => {
  let dataDir: string;
  let disk: string;
  let engine: TelestreamEngine;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-large-"));
    disk = path.join(dataDir, "engine");
    await run("mkdir", ["-p", disk]);
    await run("mount", ["-t", "tmpfs", "-o", "size=80g", "tmpfs", disk]);
    engine = await startTelestreamEngine({ dataDir });
  });
  afterAll(async () => {
    await engine?.started.close();
    await run("umount", ["--lazy", disk]);
    await rm(dataDir, { recursive: true, force: true });
  });

  const rowSize = async (sessionId: string) => {
    const rows = await engine.started.engine.db.query(
      "SELECT size_bytes::text AS size FROM upload_session WHERE session_id = $1",
      [sessionId],
    );
    return z.array(z.object({ size: z.string() })).parse(rows)[0]?.size;
  };
  const dataFile = (sessionId: string) => path.join(disk, "uploads", sessionId, "data");
  const readAt = async (file: string, position: number, length: number) => {
    const handle = await open(file);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
    await handle.close();
    return buffer;
  };

  test("the last byte of 4 GiB + 1 lies where it belongs, and the first part is untouched by it", async () => {
    const session = await openSession(engine, beyond32Bits);
    expect(session).toMatchObject({ parts: 820, part_size: 5 * mebibyte });
    expect(await rowSize(session.id)).toBe("4294967297");
    const last = beyond32Bits - 819 * 5 * mebibyte;
    const [head, tail] = [Buffer.alloc(5 * mebibyte, 1), Buffer.alloc(last, 2)];
    expect((await sendPart(session, 0, head)).status).toBe(200);
    expect((await sendPart(session, 819, Buffer.alloc(last + 1))).status).toBe(400);
    expect((await sendPart(session, 819, tail)).status).toBe(200);

    const state = await readState(session);
    expect([state?.missing_parts.length, state?.missing_parts[0], state?.missing_parts.at(-1)]).toEqual([
      818, 1, 818,
    ]);
    expect((await stat(dataFile(session.id))).size).toBe(4_294_967_297);
    expect(await readAt(dataFile(session.id), 4_294_967_296, 1)).toEqual(Buffer.from([2]));
    // Where a position cut to 32 bits would have put it.
    expect(await readAt(dataFile(session.id), 0, 1)).toEqual(Buffer.from([1]));
    await fetch(session.location, { method: "DELETE" });
  });

  test("in range mode 6 GiB keep their total, and a wrapped or rounded one is refused", async () => {
    const total = 6 * gibibyte;
    const session = await openSession(engine, total, { multi_chunk: "" });
    expect(await rowSize(session.id)).toBe("6442450944");
    const first = await sendRange(session, `bytes 0-${mebibyte - 1}/${total}`, Buffer.alloc(mebibyte, 3));
    expect([first.status, first.headers.range]).toEqual([204, `0-${mebibyte - 1}`]);
    for (const wrong of [total % 2 ** 32, total + 1, total - 1]) {
      expect((await sendRange(session, `bytes 0-9/${wrong}`, Buffer.alloc(10))).status).toBe(400);
    }
    // What claims to begin beyond 4 GiB is not taken for the beginning.
    const far = `bytes ${4 * gibibyte}-${4 * gibibyte + 9}/${total}`;
    const ahead = await sendRange(session, far, Buffer.alloc(10, 9));
    expect([ahead.status, ahead.headers.range]).toEqual([204, `0-${mebibyte - 1}`]);
    expect(await readAt(dataFile(session.id), 0, 10)).toEqual(Buffer.alloc(10, 3));
    await fetch(session.location, { method: "DELETE" });
  });

  /** A film that plays, with nothing after it up to this size, and a last byte that tells it. */
  const writeSparseFilm = async (): Promise<string> => {
    const film = await readFile(await clip("plain"));
    const source = path.join(disk, "film.mp4");
    const handle = await open(source, "w");
    await handle.write(film);
    const ignored = Buffer.alloc(16);
    ignored.writeUInt32BE(1, 0);
    ignored.write("free", 4, "ascii");
    ignored.writeBigUInt64BE(BigInt(beyond32Bits - film.length), 8);
    await handle.write(ignored);
    await handle.write(Buffer.from([7]), 0, 1, beyond32Bits - 1);
    await handle.close();
    return source;
  };

  test("a film of 4 GiB + 1 is imported, told and served with its exact size", async () => {
    const source = await writeSparseFilm();
    const { library, storage, accounts } = engine.started.engine;
    const created = await library.createAsset({
      account: accounts.telestream,
      containerId: engine.factoryId,
      title: "large.mp4",
      originalFilename: "large.mp4",
      details: { path: "large" },
    });
    const sourceKey = storage.newKey("large.mp4");
    await storage.adopt(source, sourceKey);
    const asset = await library.importSource(created.assetId, { sourceKey, renditions: [] });
    expect(asset).toMatchObject({ status: "success", facts: { sizeBytes: 4_294_967_297 } });

    const answer = await engine.send("GET", `/videos/${asset.assetId}.json`);
    const text = await answer.text();
    expect(text).toMatch(/"file_size":\s*4294967297\b/);
    const { path: name, extname } = z
      .object({ path: z.string(), extname: z.string() })
      .parse(JSON.parse(text));
    const url = `${engine.baseUrl}/files/${engine.factoryId}/${name}${extname}`;
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "4294967297"]);
    const lastByte = await fetch(url, { headers: { range: "bytes=4294967296-" } });
    expect([lastByte.status, lastByte.headers.get("content-range")]).toEqual([
      206,
      "bytes 4294967296-4294967296/4294967297",
    ]);
    expect(Buffer.from(await lastByte.arrayBuffer())).toEqual(Buffer.from([7]));
    expect((await fetch(url, { headers: { range: "bytes=4294967297-" } })).status).toBe(416);
  });

  test("a Ziggeo stream of 4 GiB + 1 is told and downloaded with its exact size", async () => {
    const { engine: inside, credentials } = engine.started;
    const { baseUrl, ...fields } = credentials.ziggeo;
    const { videos, streams } = ziggeoClient({ provider: "ziggeo", baseUrl, fields, isLocal: true });
    const begun = await videos.beginUpload({ video_type: "mp4" });
    const [stream = ""] = [begun.video.default_stream?.token];
    const rows = await inside.db.query<{ source_key: string }>(
      "UPDATE ziggeo_upload SET state = 'received', size_bytes = $2 WHERE stream_token = $1 RETURNING source_key",
      [stream, beyond32Bits],
    );
    await inside.storage.adopt(await writeSparseFilm(), rows[0]?.source_key ?? "");
    expect(await streams.confirmVideo(begun.video.token, stream)).toMatchObject({
      video_size: 4_294_967_297,
    });
    const original = await until("the original is ready", async () => {
      const now = await streams.get(begun.video.token, stream);
      return now.state === 5 && now;
    });
    expect(original).toMatchObject({ video_size: 4_294_967_297, streamable_string: "DEGRADED" });

    const url = `${baseUrl}/v1/videos/${begun.video.token}/streams/${stream}/video`;
    const authorization = `Basic ${btoa(`${fields.applicationToken}:${fields.privateKey}`)}`;
    const head = await fetch(url, { method: "HEAD", headers: { authorization } });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "4294967297"]);
    const lastByte = await fetch(url, { headers: { authorization, range: "bytes=4294967296-" } });
    expect([lastByte.status, lastByte.headers.get("content-range")]).toEqual([
      206,
      "bytes 4294967296-4294967296/4294967297",
    ]);
    expect(Buffer.from(await lastByte.arrayBuffer())).toEqual(Buffer.from([7]));
    await videos.remove(begun.video.token);
  });

  test("a session has 10,000 parts, the last of them taken, and a 10,001st is refused before its bytes are read", async () => {
    const session = await openSession(engine, 10_000 * 5 * mebibyte);
    expect(session).toMatchObject({ parts: 10_000, part_size: 5 * mebibyte });
    expect((await sendPart(session, 9_999, Buffer.alloc(5 * mebibyte, 1))).status).toBe(200);
    const state = await readState(session);
    expect([state?.missing_parts.length, state?.missing_parts.at(-1)]).toEqual([9_999, 9_998]);

    const { request: beyond, answer } = openRequest(session.location, "PUT", {
      "x-part": 10_000,
      "content-length": 5 * mebibyte,
    });
    // Answered while its body is still to come: nothing of it is waited for.
    beyond.write(Buffer.alloc(1));
    expect(await answer).toMatchObject({
      status: 400,
      text: expect.stringContaining("There is no part 10000: this upload has 10000"),
    });
    beyond.destroy();
    await fetch(session.location, { method: "DELETE" });

    const larger = await openSession(engine, 10_000 * 5 * mebibyte + 1);
    expect(larger).toMatchObject({ parts: 8_334, part_size: 6 * mebibyte });
    await fetch(larger.location, { method: "DELETE" });
  });
});
