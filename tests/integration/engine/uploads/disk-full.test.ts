import { execFile } from "node:child_process";
import { mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";
import { openSession, partOf, readState, sendPart } from "#tests/support/upload-client.ts";

const run = promisify(execFile);
const mebibyte = 1024 * 1024;

/** Mounting a disk of eight megabytes takes root. */
describe.skipIf(process.getuid?.() !== 0)("fault 9: a full disk", () => {
  let dataDir: string;
  let disk: string;
  let engine: TelestreamEngine;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-disk-full-"));
    disk = path.join(dataDir, "engine", "uploads");
    await run("mkdir", ["-p", disk]);
    await run("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]);
    engine = await startTelestreamEngine({ dataDir });
  });
  afterAll(async () => {
    await engine?.started.close();
    await run("umount", ["--lazy", disk]);
    await rm(dataDir, { recursive: true, force: true });
  });

  const freeBytes = async () => {
    const { bavail, bsize } = await statfs(disk);
    return bavail * bsize;
  };

  test("an upload that cannot fit is refused before a byte is sent, with how much is missing", async () => {
    const answer = await engine.send("POST", "/videos/upload.json", {
      file_name: "movie.mp4",
      file_size: String(20 * mebibyte),
      multi_chunk: "true",
    });
    expect(answer.status).toBe(507);
    const problem = (await answer.json()) as { error: string; message: string };
    expect(problem.error).toBe("InsufficientStorage");
    const missing = Number(/(\d+) more bytes/.exec(problem.message)?.[1]);
    expect(missing).toBeGreaterThan(11 * mebibyte);
  });

  test("one that fills it midway is answered 507, keeps what it has, goes on when there is room, and frees all on abort", async () => {
    const before = await freeBytes();
    const file = Buffer.alloc(7 * mebibyte, 7);
    const session = await openSession(engine, file.length);
    const filler = path.join(disk, "filler");
    await writeFile(filler, Buffer.alloc(5 * mebibyte));
    const full = await sendPart(session, 0, partOf(session, file, 0));
    expect(full.status).toBe(507);
    expect(JSON.parse(full.text)).toMatchObject({ error: "InsufficientStorage" });
    const state = await readState(session);
    const received = state?.reelyard.received[0] ?? 0;
    expect(received).toBeGreaterThan(mebibyte);
    expect((await engine.send("GET", "/videos.json")).status).toBe(200);

    await rm(filler);
    const rest = partOf(session, file, 0).subarray(received);
    expect((await sendPart(session, 0, rest, { "x-part-offset": received })).status).toBe(200);
    expect(await readState(session)).toMatchObject({ missing_parts: [1] });

    await fetch(session.location, { method: "DELETE" });
    await until("the space to be back", async () => (await freeBytes()) >= before - 64 * 1024);
  });
});
