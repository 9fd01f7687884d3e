import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UploadLimits } from "#lib/engine/uploads/upload-limits.ts";
import { defaultUploadLimits } from "#lib/engine/uploads/upload-limits.ts";
import { type TelestreamClient, telestreamClient } from "#lib/providers/telestream/client.ts";
import { FileChangedError } from "#lib/providers/telestream/upload/local-file.ts";
import type { Trouble } from "#lib/providers/telestream/upload/patience.ts";
import { type SavedUpload, savedUpload } from "#lib/providers/telestream/upload/saved-upload.ts";
import type { UploadOptions, UploadSession } from "#lib/providers/telestream/upload/upload-session.ts";
import { nodeImports } from "#scripts/start/node-imports.mjs";
import { writeRandomVideo } from "#tests/support/bench/random-file.ts";
import { clip } from "#tests/support/clips.ts";
import { type CuttingProxy, startCuttingProxy } from "#tests/support/cutting-proxy.ts";
import { startTelestreamEngine, type TelestreamEngine } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";

const mebibyte = 1024 * 1024;
const day = 24 * 3600_000;
const limits: UploadLimits = { ...defaultUploadLimits, sweepEveryMs: 200 };

let engine: TelestreamEngine;
let proxy: CuttingProxy;
let client: TelestreamClient;
let folder: string;
let film: string;
let filmHash: string;

beforeAll(async () => {
  engine = await startTelestreamEngine({ uploads: limits });
  proxy = await startCuttingProxy(new URL(engine.baseUrl));
  client = telestreamClient({ ...engine.account, baseUrl: proxy.origin }, () => engine.clock.now());
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-uploads-"));
  film = path.join(folder, "a film.mp4");
  await writeRandomVideo(film, await clip("plain"), 18 * mebibyte + 4321);
  filmHash = await sha256Of(film);
});
afterAll(async () => {
  await proxy.close();
  await engine.started.close();
  await rm(folder, { recursive: true, force: true });
});

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

/** Hash of what the engine keeps of a video, once it was looked into. */
async function storedHash(videoId: string | undefined): Promise<string> {
  const inside = engine.started.engine;
  const key = await until("the source to be stored", async () => {
    const asset = await inside.library.findAsset(inside.accounts.telestream, videoId ?? "");
    return asset?.status === "success" ? asset.sourceKey : undefined;
  });
  return sha256Of(inside.storage.pathOf(key));
}

const openDirectories = () => readdir(path.join(engine.started.dataDir, "engine", "uploads"));

/** Sends until a part, or a chunk, has arrived for certain, and stops there as a person would. */
async function interrupted(options: UploadOptions = {}): Promise<UploadSession> {
  const stop = new AbortController();
  const upload = client.uploadSession(engine.factoryId, film, {
    ...options,
    profiles: [],
    threads: 2,
    onProgress: ({ sentBytes, doneParts, partCount }) => {
      if (partCount === 1 ? sentBytes > 6 * mebibyte : doneParts > 0) stop.abort(new Error("enough"));
    },
  });
  await expect(upload.start({ signal: stop.signal })).rejects.toThrow("enough");
  expect(upload.status).toBe("interrupted");
  return upload;
}

/** As another process finds it: as text. */
const reread = (upload: UploadSession): SavedUpload => JSON.parse(JSON.stringify(upload.save()));

/** The first word of progress comes when the session is open, and before a byte has left. */
function onceOpen(begin: () => void): () => void {
  let isOpen = false;
  return () => {
    if (!isOpen) begin();
    isOpen = true;
  };
}

/** Nobody waits half a second in a test; two who meet still go out of each other's way. */
const brief = { random: Math.random, sleep: (ms: number) => delay(ms / 50) };

describe.each(["parts", "range"] as const)("a file sent in %s", (mode) => {
  test("arrives byte for byte, tells how far it is, and its video carries what it was given", async () => {
    const seen: number[] = [];
    const upload = client.uploadSession(engine.factoryId, film, {
      mode,
      threads: 4,
      profiles: ["h264"],
      payload: "a+b&c=d/é~",
      pathFormat: "films/:id",
      onProgress: ({ sentBytes }) => seen.push(sentBytes),
    });
    expect(upload.status).toBe("initialized");
    const sending = upload.start();
    expect(upload.status).toBe("uploading");
    const video = await sending;
    expect(upload.status).toBe("uploaded");
    expect(upload.progress).toMatchObject({
      sentBytes: 18 * mebibyte + 4321,
      totalBytes: 18 * mebibyte + 4321,
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(video).toMatchObject({
      original_filename: "a film.mp4",
      payload: "a+b&c=d/é~",
      path: `films/${video?.id}`,
    });
    expect(await storedHash(video?.id)).toBe(filmHash);
    const encodings = await client.encodings.ofVideo(engine.factoryId, video?.id ?? "");
    expect(encodings.map(({ profile_name }) => profile_name)).toEqual(["h264"]);
    expect(await upload.resume()).toBe(video);
  });

  test("goes on in another process where it was broken off", async () => {
    const before = await interrupted({ mode });
    let sentAgain = 0;
    const after = client.resumeUpload(reread(before), film, {
      onProgress: ({ sentBytes }) => {
        sentAgain ||= sentBytes;
      },
    });
    expect(after.status).toBe("interrupted");
    const video = await after.resume();
    expect(after.status).toBe("uploaded");
    // Its first word of progress is what the service has already.
    expect(sentAgain).toBeGreaterThanOrEqual(5 * mebibyte);
    expect(await storedHash(video?.id)).toBe(filmHash);
  });

  test("whose connection breaks is tried again after waits that grow and are never the same for two", async () => {
    const troubles: Trouble[] = [];
    const waits: number[] = [];
    const chances = [0, 1, 0.5, 0.25];
    const upload = client.uploadSession(engine.factoryId, film, {
      mode,
      profiles: [],
      onProgress: onceOpen(() => proxy.cutAfter(3 * mebibyte, 2 * mebibyte, mebibyte, 2 * mebibyte)),
      onTrouble: (trouble) => troubles.push(trouble),
      pauses: {
        random: () => chances[waits.length % chances.length] ?? 0,
        sleep: async (ms) => {
          waits.push(ms);
        },
      },
    });
    const video = await upload.start();
    expect(proxy.cuts).toBe(4);
    expect(troubles.map(({ error }) => error.kind)).toEqual(Array(4).fill("connection_lost"));
    expect(waits).toEqual(troubles.map(({ waitMs }) => waitMs));
    for (const [index, { attempt, waitMs }] of troubles.entries()) {
      const ceiling = 500 * 2 ** (attempt - 1);
      expect(waitMs).toBe(Math.round(ceiling * (0.5 + (chances[index] ?? 0) / 2)));
    }
    expect(await storedHash(video?.id)).toBe(filmHash);
  });

  test("is gone for good once it was aborted, here and at the service", async () => {
    let begun = () => {};
    const isUnderWay = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const upload = client.uploadSession(engine.factoryId, film, {
      mode,
      profiles: [],
      onProgress: ({ sentBytes }) => sentBytes > mebibyte && begun(),
    });
    const sending = expect(upload.start()).rejects.toMatchObject({ name: "AbortError" });
    await isUnderWay;
    await upload.abort();
    await sending;
    expect(upload.status).toBe("aborted");
    const saved = reread(upload);
    expect(await openDirectories()).not.toContain(new URL(saved.location).searchParams.get("id"));
    expect(() => upload.start()).toThrow("aborted");
    await expect(upload.resume()).rejects.toThrow("aborted");
    await expect(client.resumeUpload(saved, film).resume()).rejects.toMatchObject({
      kind: "not_found",
      status: 404,
      body: { error: "RecordNotFound" },
    });
  });

  test("resumed by two clients at once is one video, byte for byte, and both are told which", async () => {
    const saved = reread(await interrupted({ mode }));
    const videos = await Promise.all(
      [1, 2].map(() => client.resumeUpload(saved, film, { pauses: brief, attempts: 100 }).resume()),
    );
    expect(videos.map((video) => video?.id)).toEqual([saved.videoId, saved.videoId]);
    expect(await storedHash(saved.videoId ?? "")).toBe(filmHash);
    const all = await client.videos.page({ factory_id: engine.factoryId, page: 1, per_page: 100 });
    expect(all.filter(({ id }) => id === saved.videoId)).toHaveLength(1);
  });
});

test("saved by one process it goes on in another that has nothing but what was saved", async () => {
  const send = async (saved = "") => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...nodeImports, "tests/support/upload-child.ts", film],
      { env: { ...process.env, ACCOUNT: JSON.stringify(engine.account), SAVED: saved } },
    );
    return stdout;
  };
  const saved = await send();
  const { foundBytes, videoId } = JSON.parse(await send(saved));
  expect(foundBytes).toBeGreaterThanOrEqual(5 * mebibyte);
  expect(videoId).toBe(savedUpload.parse(JSON.parse(saved)).videoId);
  expect(await storedHash(videoId)).toBe(filmHash);
});

test("when all tries are used up it says why, and can still be resumed", async () => {
  const upload = client.uploadSession(engine.factoryId, film, {
    profiles: [],
    onProgress: onceOpen(() => proxy.cutAfter(3 * mebibyte, 1, 1, 1, 1, 1)),
    threads: 1,
    attempts: 3,
    pauses: brief,
  });
  await expect(upload.start()).rejects.toMatchObject({ kind: "connection_lost" });
  expect(upload.status).toBe("error");
  expect(upload.errorMessage).toMatch(/could not be asked/);
  proxy.cutAfter();
  const video = await upload.resume();
  expect(upload.status).toBe("uploaded");
  expect(upload.errorMessage).toBeUndefined();
  expect(await storedHash(video?.id)).toBe(filmHash);
});

test("what the service refuses is final, with its whole answer", async () => {
  const upload = client.uploadSession(engine.factoryId, film, { profiles: ["h265.8K"] });
  await expect(upload.start()).rejects.toMatchObject({
    status: 404,
    body: { error: "RecordNotFound", message: "Couldn't find Profile with ID=h265.8K" },
  });
  expect(upload.status).toBe("error");
  expect(upload.save()).toBeUndefined();
});

test("a file that has changed is not mixed with what was sent of it", async () => {
  const own = path.join(folder, "changing.mp4");
  await writeRandomVideo(own, await clip("plain"), 12 * mebibyte);
  const stop = new AbortController();
  const upload = client.uploadSession(engine.factoryId, own, {
    profiles: [],
    threads: 1,
    onProgress: ({ sentBytes }) => sentBytes > 6 * mebibyte && stop.abort(),
  });
  await expect(upload.start({ signal: stop.signal })).rejects.toMatchObject({ name: "AbortError" });
  await truncate(own, 11 * mebibyte);
  await expect(upload.resume()).rejects.toBeInstanceOf(FileChangedError);
  await upload.abort();
});

test.each([0, 17, 2.5])("%d threads are refused before anything is sent", (threads) => {
  expect(() => client.uploadSession(engine.factoryId, film, { threads })).toThrow("1 to 16 threads");
});

test("a small file goes in one request, streamed, signed in the query as the reference's client has it", async () => {
  const video = await client.videos.sendFile(
    { factory_id: engine.factoryId, profiles: "none", payload: "é~" },
    film,
  );
  expect(video).toMatchObject({ original_filename: "a film.mp4", payload: "é~", status: "processing" });
  expect(await storedHash(video.id)).toBe(filmHash);
});

// Last: the clock does not go back.
test("a day later it is resumed as if nothing had been; past its lifetime it is gone, in the documented words", async () => {
  const upload = await interrupted();
  const forgotten = await interrupted();
  engine.clock.turn(day);
  const video = await client.resumeUpload(reread(upload), film).resume();
  expect(await storedHash(video?.id)).toBe(filmHash);
  engine.clock.turn(7 * day);
  const { location } = reread(forgotten);
  const id = new URL(location).searchParams.get("id") ?? "";
  await until("the forgotten session to go", async () => !(await openDirectories()).includes(id));
  await expect(forgotten.resume()).rejects.toMatchObject({
    status: 404,
    body: { error: "RecordNotFound", message: `Couldn't find Upload session with ID=${id}` },
  });
  expect(forgotten.status).toBe("error");
});
