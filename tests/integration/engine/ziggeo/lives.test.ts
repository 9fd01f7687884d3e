import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { defaultUploadLimits } from "#lib/engine/uploads/upload-limits.ts";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { TestClock } from "#tests/support/telestream-engine.ts";
import { until } from "#tests/support/until.ts";
import { ZiggeoWitness } from "#tests/support/ziggeo-sdk.ts";

const clock = new TestClock();
const dayMs = 24 * 3600_000;
let running: TestEngine;
let witness: ZiggeoWitness;
let plain: string;

const start = (dataDir?: string) =>
  startTestEngine({
    clock,
    ...(dataDir !== undefined && { dataDir }),
    uploads: { ...defaultUploadLimits, sweepEveryMs: 200 },
  });

beforeAll(async () => {
  running = await start();
  witness = new ZiggeoWitness(running.credentials.ziggeo);
  plain = await clip("plain");
}, 60_000);
afterAll(() => running.close());

const call = (method: string, ...given: unknown[]) => witness.call("Videos", method, ...given);
const isGone = (token: string) =>
  call("get", token).then(
    () => false,
    (error: { status: number }) => error.status === 404,
  );
async function storedFiles(): Promise<string[]> {
  const entries = await readdir(path.join(running.dataDir, "engine", "media"), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Two seconds long, each of them. */
describe("durations", () => {
  test("a video shorter than it must be fails and says why", async () => {
    expect(await witness.upload(plain, { min_duration: 3 })).toMatchObject({
      state_string: "FAILED",
      reelyard: { error: expect.stringContaining("shorter than the 3 seconds") },
    });
  });

  test("a longer one is cut for players; its original stays whole", async () => {
    const video = await witness.upload(plain, { min_duration: 1, max_duration: 1 });
    expect(video).toMatchObject({ state_string: "READY" });
    expect(video.original_stream?.duration).toBeGreaterThan(1.9);
    expect(video.default_stream?.duration).toBeLessThan(1.2);
  });

  test("or refused, where that is wanted", async () => {
    const given = { max_duration: 1, enforce_duration: true };
    expect(await witness.upload(plain, given)).toMatchObject({
      state_string: "FAILED",
      reelyard: { error: expect.stringContaining("longer than the 1 seconds") },
    });
  });
});

describe("what goes by itself", () => {
  test("an expired video is gone on time, and its files soon after; with it goes nothing else", async () => {
    const kept = await witness.upload(plain, { expiration_days: 30 });
    const before = (await storedFiles()).length;
    const doomed = await witness.upload(plain, { expiration_days: 3, key: "doomed" });
    expect((await storedFiles()).length).toBeGreaterThan(before);
    clock.turn(3 * dayMs - 60_000);
    expect(await isGone(doomed.token)).toBe(false);
    clock.turn(61_000);
    expect(await isGone(doomed.token)).toBe(true);
    expect(await isGone("_doomed")).toBe(true);
    expect((await witness.videos({ states: "all" })).map(({ token }) => token)).not.toContain(doomed.token);
    await until("its files are gone", async () => (await storedFiles()).length === before);
    expect(await isGone(kept.token)).toBe(false);
  });

  test("taking the expiry away keeps it", async () => {
    const { token } = await witness.video("create", { expiration_days: 1 });
    await call("update", token, { expiration_days: 0 });
    clock.turn(2 * dayMs);
    expect(await isGone(token)).toBe(false);
  });

  test("volatile ones go when they stay empty, and stay when they do not", async () => {
    const filled = await witness.upload(plain, { volatile: true });
    const steady = await witness.video("create", { volatile: false });
    const empty = await witness.video("create", { volatile: true });
    const token = z
      .object({ token: z.string() })
      .parse(await witness.call("Authtokens", "create", { volatile: true }));
    clock.turn(3600_000 + 1_000);
    await until("the empty one is gone", () => isGone(empty.token));
    await until("the token is gone", () =>
      witness.call("Authtokens", "get", token.token).then(
        () => false,
        (error: { status: number }) => error.status === 404,
      ),
    );
    expect([await isGone(filled.token), await isGone(steady.token)]).toEqual([false, false]);
  });

  test("a file that was sent and never confirmed goes after a day", async () => {
    const before = (await storedFiles()).length;
    const { baseUrl, ...fields } = running.credentials.ziggeo;
    const client = ziggeoClient({ provider: "ziggeo", baseUrl, fields, isLocal: true });
    const begun = await client.videos.beginUpload({ video_type: "mp4" });
    const form = new FormData();
    for (const [name, value] of Object.entries(begun.url_data.fields)) form.append(name, value);
    form.append("file", new Blob(["x".repeat(1000)]), "x.mp4");
    expect((await fetch(begun.url_data.url, { method: "POST", body: form })).status).toBe(204);
    expect(await storedFiles()).toHaveLength(before + 1);
    clock.turn(dayMs + 1_000);
    await until("the file is gone", async () => (await storedFiles()).length === before);
  });
});

test("stopped in the middle it goes on, and what it had made is not made twice", async () => {
  const begun = await Promise.all(
    [1, 2, 3].map((n) => witness.video("create", { file: plain, key: `r${n}` })),
  );
  await running.stop();
  const { dataDir } = running;
  running = await start(dataDir);
  witness = new ZiggeoWitness(running.credentials.ziggeo);
  for (const { token } of begun) {
    const video = await witness.settled(token);
    expect(video).toMatchObject({ state_string: "READY" });
    expect(video.streams).toHaveLength(2);
  }
});

test("when every video is deleted, no file, asset or row of theirs is left", async () => {
  for (;;) {
    const videos = await witness.videos({ states: "all", limit: 100 });
    if (videos.length === 0) break;
    for (const { token } of videos) await call("destroy", token);
  }
  await until("the files are gone", async () => (await storedFiles()).length === 0);
  for (const table of [
    "asset",
    "rendition",
    "ziggeo_video",
    "ziggeo_stream",
    "ziggeo_upload",
    "doomed_file",
  ]) {
    expect(await running.engine.db.query(`SELECT * FROM ${table}`)).toEqual([]);
  }
});
