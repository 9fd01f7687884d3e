import { execFile } from "node:child_process";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { BufferBudget } from "#lib/engine/uploads/receive-bytes.ts";
import { Upload } from "#lib/engine/uploads/upload.ts";
import { defaultUploadLimits } from "#lib/engine/uploads/upload-limits.ts";
import { openTestDashboard } from "#tests/support/dashboard-people.ts";
import { startTestServer } from "#tests/support/dashboard-server.ts";
import { paddedClip, uploadThroughKills } from "#tests/support/killed-upload.ts";
import { startTelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";
import { openRequest, openSession, partOf, readState, sendPart } from "#tests/support/upload-client.ts";

const run = promisify(execFile);
const mebibyte = 1024 * 1024;

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

test("fault 1: 1 GiB in four lanes, the engine killed at 25, 50 and 75 %", async () => {
  const { kills, askedAgain, status, sentSha256, storedSha256 } = await uploadThroughKills(1024 * mebibyte);
  expect({ kills, askedAgain, status }).toEqual({ kills: 3, askedAgain: 0, status: "success" });
  expect(storedSha256).toBe(sentSha256);
});

test("fault 3: two hundred cuts after 1 B to 6 MB of one upload: no byte sent twice, none out of place", async () => {
  const engine = await startTelestreamEngine();
  try {
    const total = 1_300 * mebibyte;
    const session = await openSession(engine, total, { multi_chunk: "" });
    const hash = createHash("sha256");
    let sent = 0;
    for (let cuts = 0; cuts < 200; cuts++) {
      const here = (await readState(session))?.reelyard.received[0] ?? 0;
      expect(here).toBe(sent);
      const piece = randomBytes(randomInt(1, 6_000_001));
      const { request } = openRequest(session.location, "POST", {
        "content-range": `bytes ${sent}-${total - 1}/${total}`,
        "content-length": total - sent,
      });
      request.write(piece);
      hash.update(piece);
      sent += piece.length;
      await until("the piece to arrive", async () => {
        const state = await readState(session);
        return state?.reelyard.received[0] === sent;
      });
      request.destroy();
    }
    const data = path.join(engine.started.dataDir, "engine", "uploads", session.id, "data");
    const stored = createHash("sha256");
    for await (const chunk of createReadStream(data, { end: sent - 1 })) stored.update(chunk);
    console.info(`fault 3: 200 cuts in ${sent} bytes, none sent twice`);
    expect(stored.digest("hex")).toBe(hash.digest("hex"));
  } finally {
    await engine.started.close();
  }
});

test.skipIf(process.getuid?.() !== 0)("fault 9: a disk of 100 MB full at 40 % of an upload", async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-disk-full-"));
  const disk = path.join(dataDir, "engine", "uploads");
  await mkdir(disk, { recursive: true });
  await run("mount", ["-t", "tmpfs", "-o", "size=100m", "tmpfs", disk]);
  const engine = await startTelestreamEngine({ dataDir });
  const freeBytes = async () => {
    const { bavail, bsize } = await statfs(disk);
    return bavail * bsize;
  };
  try {
    const before = await freeBytes();
    const file = randomBytes(90 * mebibyte);
    const session = await openSession(engine, file.length);
    const filler = path.join(disk, "filler");
    await run("fallocate", ["-l", String(before - 36 * mebibyte), filler]);
    const parts = session.parts ?? 0;
    let full: number | undefined;
    for (let part = 0; part < parts && full === undefined; part++) {
      const { status } = await sendPart(session, part, partOf(session, file, part));
      if (status !== 200) full = status;
    }
    expect(full).toBe(507);
    const state = await readState(session);
    const here = parts - (state?.missing_parts.length ?? 0);
    expect(here / parts).toBeGreaterThan(0.3);
    expect(here / parts).toBeLessThan(0.5);
    expect((await engine.send("GET", "/videos.json")).status).toBe(200);
    await rm(filler);
    await fetch(session.location, { method: "DELETE" });
    await until("the space to be back", async () => (await freeBytes()) >= before - 64 * 1024);
  } finally {
    await engine.started.close();
    await run("umount", ["--lazy", disk]);
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("fault 12: ten thousand parts, every one of them sent, in four lanes", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "reelyard-parts-"));
  // The parts are small; that there are ten thousand is what is tried.
  const layout = { sizeBytes: 10_000 * 64 - 7, partSize: 64, partCount: 10_000 };
  const file = randomBytes(layout.sizeBytes);
  const limits = {
    budget: new BufferBudget(defaultUploadLimits.bufferBytes),
    rateFloor: defaultUploadLimits.rateFloor,
  };
  const upload = await Upload.create(directory, layout, limits);
  const waiting = Array.from({ length: layout.partCount }, (_, part) => part).sort(() => Math.random() - 0.5);
  const lane = async () => {
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const bytes = file.subarray(part * 64, (part + 1) * 64);
      const outcome = await upload.receivePart(Readable.from([bytes]), { part, offset: 0 });
      expect(outcome).toEqual({ kind: "whole" });
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  expect(upload.isWhole).toBe(true);
  expect(await upload.receivePart(Readable.from([]), { part: 10_000, offset: 0 })).toEqual({
    kind: "no-such-part",
  });
  await upload.close();
  const again = await Upload.open(directory, layout, limits);
  expect(again.isWhole).toBe(true);
  await again.close();
  expect(await readFile(path.join(directory, "data"))).toEqual(file);
  await rm(directory, { recursive: true });
});

test("fault 15: two hundred uploads of 5 MB at once", async () => {
  const engine = await startTelestreamEngine();
  const listed = async () => {
    const begun = performance.now();
    expect((await engine.send("GET", "/videos.json")).status).toBe(200);
    return performance.now() - begun;
  };
  const p95 = (times: readonly number[]) =>
    [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)]?.toFixed(1);
  try {
    const file = await paddedClip(5_000_000);
    const sessions: Awaited<ReturnType<typeof openSession>>[] = [];
    for (let count = 0; count < 200; count++) sessions.push(await openSession(engine, file.length));
    const idle: number[] = [];
    for (let count = 0; count < 40; count++) idle.push(await listed());

    const before = process.memoryUsage.rss();
    let peak = before;
    let isSending = true;
    const beside: number[] = [];
    const watching = (async () => {
      while (isSending) {
        peak = Math.max(peak, process.memoryUsage.rss());
        beside.push(await listed());
      }
    })();
    const answers = await Promise.all(sessions.map((session) => sendPart(session, 0, file)));
    isSending = false;
    await watching;
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const ids = new Set(answers.map(({ text }) => JSON.parse(text).id));
    expect(ids.size).toBe(200);
    const sha256 = createHash("sha256").update(file).digest("hex");
    for (const id of ids) {
      const key = await until("the source to be stored", async () => {
        const { library, accounts } = engine.started.engine;
        const asset = await library.findAsset(accounts.telestream, id);
        return asset && asset.status !== "uploading" && asset.sourceKey;
      });
      expect(await sha256Of(engine.started.engine.storage.pathOf(key))).toBe(sha256);
    }
    const grown = Math.round((peak - before) / mebibyte);
    console.info(
      `fault 15: 200 uploads of 5 MB, all stored; client and engine together grew by ${grown} MiB; ` +
        `lists p95 ${p95(idle)} ms idle, ${p95(beside)} ms beside (${beside.length} of them)`,
    );
    // The bytes of every upload at once would be a thousand.
    expect(grown).toBeLessThan(512);
  } finally {
    await engine.started.close();
  }
});

test("fault 18: uploads of five and a half minutes, straight to the engine and through the dashboard", async () => {
  const engine = await startTelestreamEngine();
  const dashboard = await openTestDashboard();
  const server = await startTestServer({
    engine: { host: "127.0.0.1", port: engine.started.ports.telestream },
  });
  try {
    const file = await paddedClip(21 * mebibyte);
    const lastMs = 330_000;
    const sendSlowly = async (through: "engine" | "dashboard") => {
      const session = await openSession(engine, file.length, { multi_chunk: "" });
      const { pathname, search } = new URL(session.location);
      const location =
        through === "engine" ? session.location : `${server.origin}/engine/telestream${pathname}${search}`;
      const { request, answer } = openRequest(location, "POST", {
        "content-range": `bytes 0-${file.length - 1}/${file.length}`,
        "content-length": file.length,
      });
      const began = Date.now();
      const strokes = 660;
      const size = Math.ceil(file.length / strokes);
      for (let at = 0; at < file.length; at += size) {
        request.write(file.subarray(at, at + size));
        await delay(Math.max(0, began + ((at + size) / file.length) * lastMs - Date.now()));
      }
      request.end();
      const answered = await answer;
      const tookMs = Date.now() - began;
      expect(answered.status).toBe(200);
      expect(tookMs).toBeGreaterThan(300_000);
      const { engine: inside } = engine.started;
      const key = await until("the source to be stored", async () => {
        const asset = await inside.library.findAsset(inside.accounts.telestream, session.reelyard.video_id);
        return asset?.status === "success" ? asset.sourceKey : undefined;
      });
      expect(await sha256Of(inside.storage.pathOf(key))).toBe(
        createHash("sha256").update(file).digest("hex"),
      );
      return Math.round(tookMs / 1000);
    };
    const took = await Promise.all([sendSlowly("engine"), sendSlowly("dashboard")]);
    console.info(`fault 18: ${took.join(" s and ")} s, ${file.length} bytes each, byte for byte`);
  } finally {
    await server.close();
    await dashboard.close();
    await engine.started.close();
  }
});
