import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { providerFor } from "#lib/providers/registry.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { ZiggeoWitness } from "#tests/support/ziggeo-sdk.ts";

let running: TestEngine;
let witness: ZiggeoWitness;
let folder: string;
/** Tokens of the videos below, oldest first. */
let tokens: string[];

const titles = ["First", "Žluťoučký kůň 🐎", "Third", "Empty", "Broken"];

beforeAll(async () => {
  running = await startTestEngine();
  witness = new ZiggeoWitness(running.credentials.ziggeo);
  folder = await mkdtemp(path.join(tmpdir(), "reelyard-ziggeo-"));
  const broken = path.join(folder, "broken.mp4");
  await writeFile(broken, "not a video");
  const plain = await clip("plain");
  const first = await witness.upload(plain, { title: "First", tags: "a,b", approved: true });
  const horse = { title: "Žluťoučký kůň 🐎", tags: ["a"], key: "horse", approved: false };
  const second = await witness.upload(plain, horse);
  const third = await witness.upload(plain, { title: "Third" });
  const empty = await witness.video("create", { title: "Empty" });
  const failed = await witness.upload(broken, { title: "Broken" });
  tokens = [first, second, third, empty, failed].map(({ token }) => token);
}, 120_000);
afterAll(async () => {
  await running.close();
  await rm(folder, { recursive: true, force: true });
});

const call = (method: string, ...given: unknown[]) => witness.call("Videos", method, ...given);
const titlesOf = async (query: Record<string, unknown>) =>
  (await witness.videos(query)).map((video) => video.title);

describe("npm ziggeo 0.1.26, unmodified, against the engine", () => {
  test("lists videos newest first, without those that have no file", async () => {
    expect(await titlesOf({})).toEqual(["Broken", "Third", "Žluťoučký kůň 🐎", "First"]);
  });

  test("sees the empty one when it asks for all", async () => {
    expect(await titlesOf({ states: "all" })).toEqual([...titles].reverse());
  });

  test("turns the order, skips and limits", async () => {
    expect(await titlesOf({ states: "all", reverse: true, limit: 2 })).toEqual(titles.slice(0, 2));
    expect(await titlesOf({ states: "all", reverse: true, limit: 2, skip: 2 })).toEqual(titles.slice(2, 4));
  });

  test.each([
    ["limit 0 lists none", { limit: 0 }, 0],
    ["limit 101 lists up to 100", { limit: 101 }, 5],
    ["skipping past the end lists none", { skip: 99 }, 0],
    ["nothing for a limit is the limit of 50", { limit: "None" }, 5],
  ])("%s", async (_what, query, length) => {
    expect(await titlesOf({ states: "all", ...query })).toHaveLength(length);
  });

  test.each([{ limit: -1 }, { skip: -1 }, { limit: "many" }, { limit: 1.5 }, { reverse: "perhaps" }])(
    "%o is refused",
    async (query) => {
      await expect(call("index", query)).rejects.toMatchObject({ status: 400 });
    },
  );

  test("filters by state, in either case", async () => {
    expect(await titlesOf({ states: "failed" })).toEqual(["Broken"]);
    expect(await titlesOf({ states: "READY,Empty", reverse: true })).toEqual([
      ...titles.slice(0, 3),
      "Empty",
    ]);
  });

  test("filters by tags and approval", async () => {
    expect(await titlesOf({ tags: "a", reverse: true })).toEqual(["First", "Žluťoučký kůň 🐎"]);
    expect(await titlesOf({ tags: "a,b" })).toEqual(["First"]);
    expect(await titlesOf({ tags: ["a", "b"] })).toEqual(["First"]);
    expect(await titlesOf({ tags: "'; DROP TABLE asset; --" })).toEqual([]);
    expect(await titlesOf({ approved: "APPROVED" })).toEqual(["First"]);
    expect(await titlesOf({ approved: "REJECTED" })).toEqual(["Žluťoučký kůň 🐎"]);
  });

  test("counts", async () => {
    expect(await call("count", {})).toEqual({ count: 4 });
    expect(await call("count", { states: "all" })).toEqual({ count: 5 });
    expect(await call("count", { tags: "a" })).toEqual({ count: 2 });
  });

  test("reads one by token and by key, every letter of its title intact", async () => {
    for (const name of [tokens[1], "_horse"]) {
      expect(await call("get", name)).toMatchObject({
        token: tokens[1],
        key: "horse",
        title: "Žluťoučký kůň 🐎",
        state: 5,
        type: "ApiVideo",
        default_stream: { has_video: true, has_audio: true, has_image: true },
      });
    }
  });

  test("an upload keeps its original and gets a stream for players, which becomes the default", async () => {
    const video = await witness.video("get", tokens[0]);
    expect(video).toMatchObject({
      state_string: "READY",
      duration: expect.closeTo(2, 0),
      original_stream: {
        creation_type_string: "SERVER_UPLOAD",
        streamable_string: "DEGRADED",
        state_string: "READY",
        video_width: 320,
        video_height: 180,
        parent_stream: null,
      },
      default_stream: {
        creation_type_string: "TRANSCODED",
        streamable_string: "YES",
        state_string: "READY",
        parent_stream: video.original_stream?.token,
        video_type: "mp4",
      },
    });
    expect(video.streams).toHaveLength(2);
  });

  test("a file that is no video ends as FAILED, and says why", async () => {
    expect(await call("get", tokens[4])).toMatchObject({
      state: 3,
      state_string: "FAILED",
      reelyard: { error: expect.stringMatching(/not recognised/) },
    });
  });

  test("a sound alone ends as FAILED", async () => {
    const video = await witness.upload(await clip("audioOnly"));
    expect(video).toMatchObject({ state_string: "FAILED" });
    await call("destroy", video.token);
  });

  test("downloads the original byte for byte, and the default's bytes and picture", async () => {
    const { original_stream } = await witness.video("get", tokens[0]);
    const source = await witness.call("Streams", "download_video", tokens[0], original_stream?.token);
    const sha = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    // The SDK hands bytes over as latin-1 text.
    expect(sha(Buffer.from(String(source), "latin1"))).toBe(sha(await readFile(await clip("plain"))));
    const made = Buffer.from(String(await call("download_video", tokens[0])), "latin1");
    expect(made.toString("latin1", 4, 8)).toBe("ftyp");
    const picture = Buffer.from(String(await call("download_image", "_horse")), "latin1");
    expect(picture.readUInt16BE(0)).toBe(0xffd8);
    expect(picture.readUInt16BE(picture.length - 2)).toBe(0xffd9);
  });

  test("an empty video has nothing to download", async () => {
    await expect(call("download_video", tokens[3])).rejects.toMatchObject({ status: 404 });
    await expect(call("download_image", tokens[3])).rejects.toMatchObject({ status: 404 });
  });

  test("updates what is written, leaves the rest, and takes away what is given as nothing", async () => {
    const given = {
      title: "Řeka",
      description: "Nad mostem",
      tags: ["x", "y"],
      data: { a: 1, b: ["č"] },
      min_duration: 1,
      max_duration: 60,
      expiration_days: 3,
      key: "river",
    };
    const { token } = await witness.video("create", { description: "Old" });
    const updated = await call("update", token, { ...given, data: JSON.stringify(given.data) });
    expect(updated).toMatchObject({ ...given, token, approved: null, volatile: false });
    const cleared = { data: "", key: "", expiration_days: "", tags: "" };
    expect(await call("update", "_river", cleared)).toMatchObject({
      title: "Řeka",
      data: null,
      key: null,
      expiration_days: null,
      tags: [],
    });
    expect(await call("update", token, { data: { nested: { list: ["1"] } } })).toMatchObject({
      data: { nested: { list: ["1"] } },
    });
    await call("destroy", token);
  });

  test.each([
    ["another video's key", { key: "horse" }],
    ["a negative duration", { min_duration: -1 }],
    ["a day that is none", { expire_on: "2026-02-30" }],
    ["a day gone by", { expire_on: "2020-01-01" }],
    ["data that is no object", { data: "[1,2" }],
    ["a flag that is none", { volatile: "sometimes" }],
    ["half a day", { expiration_days: 1.5 }],
  ])("%s is refused, when making and when changing", async (_what, given) => {
    await expect(call("create", { ...given })).rejects.toMatchObject({ status: 400 });
    await expect(call("update", tokens[2], { ...given })).rejects.toMatchObject({ status: 400 });
  });

  test("reads and changes many at once, each by token or key", async () => {
    const found = await call("get_bulk", { tokens_or_keys: `_horse,nothing,${tokens[0]}` });
    expect(found).toMatchObject([{ token: tokens[1] }, { token: tokens[0] }]);
    const given = { tokens_or_keys: `${tokens[2]},nothing`, description: "Many", key: "left alone" };
    expect(await call("update_bulk", given)).toMatchObject([
      { token: tokens[2], description: "Many", key: null },
      { token_or_key: "nothing", code: 404 },
    ]);
    await expect(call("get_bulk", {})).rejects.toMatchObject({ status: 400 });
    const hundredAndOne = Array.from({ length: 101 }, (_, index) => `t${index}`).join(",");
    await expect(call("get_bulk", { tokens_or_keys: hundredAndOne })).rejects.toMatchObject({ status: 400 });
  });

  test("counts plays of browsers", async () => {
    expect(await call("get_stats", tokens[0])).toEqual({ token: tokens[0], plays: 0, full_plays: 0 });
    expect(await call("stats_bulk", { tokens_or_keys: tokens.slice(0, 2).join(",") })).toEqual({
      videos: 2,
      plays: 0,
      full_plays: 0,
    });
    const each = await call("stats_bulk", { tokens_or_keys: tokens[0], summarize: false });
    expect(each).toEqual([{ token: tokens[0], plays: 0, full_plays: 0 }]);
  });

  test("is told 404 of a video that is not there", async () => {
    await expect(call("get", "00000000000000000000000000000000")).rejects.toMatchObject({ status: 404 });
    await expect(call("destroy", "_nothing")).rejects.toMatchObject({ status: 404 });
    await expect(call("update", "_nothing", { title: "x" })).rejects.toMatchObject({ status: 404 });
  });

  test("the token of a stream is not the token of a video", async () => {
    const { default_stream } = await witness.video("get", tokens[0]);
    await expect(call("get", default_stream?.token)).rejects.toMatchObject({ status: 404 });
  });

  test("is told 401 with another private key, and not asked again", async () => {
    const stranger = new ZiggeoWitness(running.credentials.ziggeo, "another");
    await expect(stranger.call("Videos", "index", {})).rejects.toMatchObject({ status: 401 });
  });
});

describe("our own client", () => {
  const provider = () =>
    providerFor({
      provider: "ziggeo",
      baseUrl: running.credentials.ziggeo.baseUrl,
      fields: {
        applicationToken: running.credentials.ziggeo.applicationToken,
        privateKey: running.credentials.ziggeo.privateKey,
      },
      isLocal: true,
    });

  test("finds the connection working", async () => {
    expect(await provider().check()).toMatchObject({ cause: "ok", latencyMs: expect.any(Number) });
  });

  test("walks every page to the end, oldest first", async () => {
    const { library } = provider();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await library?.list({ pageSize: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...(page?.assets ?? []).map((asset) => asset.title));
      cursor = page?.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(titles);
  });

  test("finds one with its facts, and nothing where there is nothing", async () => {
    const { library } = provider();
    expect(await library?.find(tokens[0] ?? "")).toMatchObject({
      title: "First",
      status: "ready",
      tags: ["a", "b"],
      renditions: [{ status: "ready" }, { status: "ready" }],
    });
    expect(await library?.find("00000000000000000000000000000000")).toBeUndefined();
  });
});
