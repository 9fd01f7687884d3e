import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { EngineLimits } from "#lib/engine/config.ts";
import type { EngineRendition } from "#lib/engine/library/types.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { finishedRenditions, importFile, readRenditions, renditionThat } from "#tests/support/import-clip.ts";
import { decodeAll } from "#tests/support/media-check.ts";
import { findProcessesIn } from "#tests/support/orphans.ts";
import { hlsVariant, newRendition } from "#tests/support/transcode-settings.ts";
import { until } from "#tests/support/until.ts";

const run = promisify(execFile);
let dataDir: string;
let engine: TestEngine;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "reelyard-faults-"));
  engine = await startTestEngine({ dataDir });
});
afterAll(async () => {
  await engine.close();
  expect(await findProcessesIn(dataDir)).toEqual([]);
  await rm(dataDir, { recursive: true, force: true });
});

afterEach(async () => {
  const { library, jobs } = engine.engine;
  const { items } = await library.listAssets(account(), { offset: 0, limit: 100 });
  for (const { assetId } of items) await library.removeAsset(account(), assetId);
  // I6: whatever happened, nothing of it runs and nothing of it lies about.
  await until("the lanes to be free", async () =>
    Object.values(await jobs.counts()).every(({ running, waiting }) => running === 0 && waiting === 0),
  );
  expect(await findProcessesIn(dataDir)).toEqual([]);
  expect(await readdir(path.join(dataDir, "engine", "work"))).toEqual([]);
  await until("all files to be gone", async () => (await storedFiles()) === 0);
});

/** Stops the engine and starts it again on what it left, with other limits. */
async function restart(limits: Partial<EngineLimits> = {}): Promise<void> {
  await engine.stop();
  engine = await startTestEngine({ dataDir, limits });
}

const account = () => engine.engine.accounts.telestream;
const isEncoding = (rendition: EngineRendition) => rendition.status === "encoding";
/** Long enough to be caught in the middle. */
const heavy = newRendition("heavy", { width: 854, height: 480, videoBitrateKbps: 2000 });
/** Long enough to be told of near its end as well. */
const heaviest = newRendition("heavy", { width: 1280, height: 720, videoBitrateKbps: 2000 });

const encodersRunning = async () =>
  (await findProcessesIn(path.join(dataDir, "engine", "work"))).filter((one) =>
    one.command.includes("-progress"),
  );
const untilEncoderRuns = () =>
  until("ffmpeg to run", async () => (await encodersRunning())[0], { everyMs: 5 });
const storedFiles = async () =>
  (await readdir(path.join(dataDir, "engine", "media"), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  ).length;

async function cancel(rendition: EngineRendition): Promise<boolean> {
  return engine.engine.library.cancelRendition(account(), rendition.renditionId);
}

test("cancelled while queued, it never starts", async () => {
  const blocker = await importFile(engine, await clip("tenSeconds"), [heavy]);
  const waiting = await importFile(engine, await clip("plain"), [newRendition("h264")]);
  const queued = await renditionThat(
    engine,
    waiting.assetId,
    "that is queued",
    (one) => one.status === "queued",
  );
  await renditionThat(engine, blocker.assetId, "that encodes", isEncoding);
  expect(await engine.engine.library.queuePosition(queued.renditionId)).toBe(1);
  expect(await cancel(queued)).toBe(true);
  expect(await cancel(queued)).toBe(false);
  expect(await engine.engine.library.queuePosition(queued.renditionId)).toBeNull();
  for (const one of await readRenditions(engine, blocker.assetId)) await cancel(one);
  await until("the lane to be free", async () => {
    const { encode } = await engine.engine.jobs.counts();
    return encode?.running === 0 && encode.waiting === 0;
  });
  expect((await readRenditions(engine, waiting.assetId))[0]).toMatchObject({
    status: "cancelled",
    startedAt: null,
    files: [],
  });
});

test("cancelled as soon as it says that it encodes, its ffmpeg is gone and nothing is stored", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [heavy]);
  const before = await storedFiles();
  const starting = await renditionThat(engine, asset.assetId, "that encodes", isEncoding);
  expect(await cancel(starting)).toBe(true);
  await until("ffmpeg to be gone", async () => (await encodersRunning()).length === 0);
  expect((await readRenditions(engine, asset.assetId))[0]).toMatchObject({ status: "cancelled", files: [] });
  expect(await storedFiles()).toBeLessThanOrEqual(before + 2);
});

test("cancelled near the end, it stays cancelled and leaves no file", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [heaviest]);
  const late = await renditionThat(engine, asset.assetId, "near its end", (one) => one.progressPercent >= 80);
  expect(await cancel(late)).toBe(true);
  await until("the lane to be free", async () => (await engine.engine.jobs.counts()).encode?.running === 0);
  expect((await readRenditions(engine, asset.assetId))[0]).toMatchObject({ status: "cancelled", files: [] });
});

test("cancelled at 99 %, ffmpeg done and its files about to be stored, it stays cancelled and leaves none", async () => {
  const { storage } = engine.engine;
  const adopt = storage.adoptDirectory;
  const cancelled: boolean[] = [];
  try {
    storage.adoptDirectory = async (directory, keyPrefix) => {
      const page = { status: "encoding", offset: 0, limit: 10 };
      const { items } = await engine.engine.library.listRenditions(account(), page);
      for (const one of items) cancelled.push(await cancel(one));
      return adopt(directory, keyPrefix);
    };
    const asset = await importFile(engine, await clip("plain"), [newRendition("h264")]);
    const { h264 } = await finishedRenditions(engine, asset.assetId);
    await until("the lane to be free", async () => (await engine.engine.jobs.counts()).encode?.running === 0);
    expect(cancelled).toEqual([true]);
    expect(h264).toMatchObject({ status: "cancelled", files: [] });
    expect(await readRenditions(engine, asset.assetId)).toEqual([h264]);
    // The source, its poster and its filmstrip.
    await until("the pictures alone to be there", async () => (await storedFiles()) === 3);
  } finally {
    storage.adoptDirectory = adopt;
  }
});

test("once done it cannot be cancelled, and is not touched", async () => {
  const asset = await importFile(engine, await clip("plain"), [newRendition("h264")]);
  const { h264 } = await finishedRenditions(engine, asset.assetId);
  expect(h264 && (await cancel(h264))).toBe(false);
  expect((await readRenditions(engine, asset.assetId))[0]).toEqual(h264);
});

test("cancelling one of a pass leaves the others to finish", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [heaviest, hlsVariant("hls.240p", 240)]);
  await until("ffmpeg to get going", async () => {
    const [one] = await readRenditions(engine, asset.assetId);
    return one?.status === "encoding" && one.progressPercent > 0;
  });
  const [first] = (await readRenditions(engine, asset.assetId)).filter((one) => one.profileName === "heavy");
  expect(first && (await cancel(first))).toBe(true);
  const done = await finishedRenditions(engine, asset.assetId);
  expect(done.heavy).toMatchObject({ status: "cancelled", files: [] });
  expect(done["hls.240p"]).toMatchObject({ status: "success" });
});

test("a cancelled rendition can be tried again, under the same id", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [heavy]);
  const starting = await renditionThat(engine, asset.assetId, "that encodes", isEncoding);
  await cancel(starting);
  expect(await engine.engine.library.retryRendition(account(), starting.renditionId)).toBe(true);
  expect(await engine.engine.library.retryRendition(account(), starting.renditionId)).toBe(false);
  const done = await finishedRenditions(engine, asset.assetId);
  expect(done.heavy).toMatchObject({ renditionId: starting.renditionId, status: "success" });
  await decodeAll(engine.engine.storage.pathOf(done.heavy?.files[0]?.key ?? ""));
});

test("an asset removed in the middle of its encode takes the encode along", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [heavy]);
  await untilEncoderRuns();
  expect(await engine.engine.library.removeAsset(account(), asset.assetId)).toBe(true);
  await until("ffmpeg to be gone", async () => (await encodersRunning()).length === 0);
  await until("all files to be gone", async () => (await storedFiles()) === 0);
});

test("ffmpeg killed from outside is a failure in words, with a log, and can be tried again", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [heavy]);
  const { pid } = await untilEncoderRuns();
  process.kill(pid, "SIGKILL");
  const done = await finishedRenditions(engine, asset.assetId);
  expect(done.heavy).toMatchObject({
    status: "fail",
    errorClass: "EncodingError",
    errorMessage: "ffmpeg was ended by SIGKILL.",
    files: [],
  });
  await engine.engine.library.retryRendition(account(), done.heavy?.renditionId ?? "");
  expect((await finishedRenditions(engine, asset.assetId)).heavy?.status).toBe("success");
});

test.runIf(process.getuid?.() === 0 && process.platform === "linux")(
  "a disk that fills up in the middle fails the ladder whole, and its space comes back",
  async () => {
    const work = path.join(dataDir, "engine", "work");
    await run("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", work]);
    let assetId: string;
    try {
      const asset = await importFile(engine, await clip("tenSeconds"), [heavy, hlsVariant("hls.480p", 480)]);
      assetId = asset.assetId;
      const done = await finishedRenditions(engine, assetId);
      for (const rendition of Object.values(done)) {
        expect(rendition).toMatchObject({ status: "fail", errorMessage: "The disk is full.", files: [] });
      }
      expect(await readdir(work)).toEqual([]);
    } finally {
      await until("the disk to be free to go", () => run("umount", [work]));
    }
    const [heavyOne] = (await readRenditions(engine, assetId)).filter((one) => one.profileName === "heavy");
    await engine.engine.library.retryRendition(account(), heavyOne?.renditionId ?? "");
    expect((await finishedRenditions(engine, assetId)).heavy?.status).toBe("success");
  },
);

test("a stop in the middle of an encode puts it back, and the next start finishes it", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [heavy]);
  await untilEncoderRuns();
  await engine.stop();
  expect(await findProcessesIn(dataDir)).toEqual([]);
  engine = await startTestEngine({ dataDir, limits: { encodeParallelism: 0 } });
  expect((await readRenditions(engine, asset.assetId))[0]).toMatchObject({
    status: "queued",
    progressPercent: 0,
  });
  await restart();
  const done = await finishedRenditions(engine, asset.assetId);
  expect(done.heavy).toMatchObject({ status: "success" });
  await decodeAll(engine.engine.storage.pathOf(done.heavy?.files[0]?.key ?? ""));
});

test("a process that has lost its claim can neither report progress nor a result", async () => {
  const asset = await importFile(engine, await clip("tenSeconds"), [heavy]);
  await untilEncoderRuns();
  // Another engine takes the job over, as after a SIGSTOP past the lease: the next try of the same job.
  const { db } = engine.engine;
  await db.query(
    `UPDATE rendition SET claim_token = gen_random_uuid(), job_attempt = job_attempt + 1, progress_percent = 7
      WHERE asset_id = $1`,
    [asset.assetId],
  );
  const taken = (await readRenditions(engine, asset.assetId))[0];
  await until(
    "the old job to have ended",
    async () => (await engine.engine.jobs.counts()).encode?.running === 0,
  );
  expect(await encodersRunning()).toEqual([]);
  expect((await readRenditions(engine, asset.assetId))[0]).toMatchObject({
    status: "encoding",
    progressPercent: 7,
    files: [],
    updatedAt: taken?.updatedAt,
  });
});

test("a poster does not wait behind encodes", async () => {
  for (let turn = 0; turn < 4; turn++) await importFile(engine, await clip("tenSeconds"), [heaviest]);
  const asset = await importFile(engine, await clip("plain"), [newRendition("h264")]);
  await until(
    "the poster",
    async () => (await engine.engine.library.findAsset(account(), asset.assetId))?.posterKey,
  );
  const [h264] = await readRenditions(engine, asset.assetId);
  expect(h264?.status).toBe("queued");
  expect(await engine.engine.library.queuePosition(h264?.renditionId ?? "")).toBeGreaterThan(2);
});

test("an ffmpeg that hangs is ended by the watchdog", async () => {
  await restart({ stallSeconds: 2 });
  const asset = await importFile(engine, await clip("tenSeconds"), [heavy]);
  const { pid } = await untilEncoderRuns();
  process.kill(pid, "SIGSTOP");
  const done = await finishedRenditions(engine, asset.assetId);
  expect(done.heavy).toMatchObject({
    status: "fail",
    errorMessage: "ffmpeg made no progress for 2 seconds and was ended.",
  });
});

test("an output larger than allowed is a failure in words and leaves nothing", async () => {
  await restart({ maxOutputBytes: 200_000 });
  const asset = await importFile(engine, await clip("tenSeconds"), [heavy]);
  const done = await finishedRenditions(engine, asset.assetId);
  expect(done.heavy).toMatchObject({
    status: "fail",
    errorMessage: "The result is larger than the engine allows.",
    files: [],
  });
});
