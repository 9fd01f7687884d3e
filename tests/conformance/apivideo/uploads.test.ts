import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UploadRows } from "#lib/engine/protocols/apivideo/upload-rows.ts";
import { read } from "#tests/support/apivideo-answers.ts";
import { type Answer, ApivideoCaller } from "#tests/support/apivideo-caller.ts";
import { paddedFilm } from "#tests/support/apivideo-files.ts";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";

const mebibyte = 1024 * 1024;
const chunkBytes = 5 * mebibyte;
const total = 2 * chunkBytes + 4_321;
let running: TestEngine;
let caller: ApivideoCaller;
let film: Buffer<ArrayBuffer>;
let small: Buffer<ArrayBuffer>;

beforeAll(async () => {
  running = await startTestEngine();
  caller = new ApivideoCaller(running);
  film = Buffer.from(await paddedFilm(total));
  small = Buffer.from(await readFile(await clip("plain")));
});
afterAll(() => running.close());

const create = async (body: object = {}) =>
  read(await caller.json("POST", "/videos", { title: "upload", ...body }), "made").videoId;
const statusOf = async (videoId: string) =>
  read(await caller.call("GET", `/videos/${videoId}/status`), "status");
const source = (videoId: string) => `/videos/${videoId}/source`;
const part = (number: number) =>
  film.subarray((number - 1) * chunkBytes, Math.min(number * chunkBytes, total));
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const rule = (answer: Answer) =>
  read(answer, "problem").type.replace("https://docs.api.video/reference/", "");

/** The stored source, once the engine has looked into it. */
async function storedSource(videoId: string): Promise<Buffer> {
  const asset = await until("the source to be imported", async () => {
    const found = await running.engine.library.findAsset(running.engine.accounts.apivideo, videoId);
    return found?.status === "success" && found;
  });
  return readFile(running.engine.storage.pathOf(asset.sourceKey ?? ""));
}

describe("a source in parts", () => {
  test("comes in any order, several at once, and is what was sent", async () => {
    const videoId = await create();
    const third = await caller.chunk(source(videoId), "part 3/3", part(3));
    expect([third.status, third.body]).toEqual([201, { videoId }]);
    const answers = await Promise.all(
      [2, 1].map((number) => caller.chunk(source(videoId), `part ${number}/3`, part(number))),
    );
    expect(answers.filter((answer) => read(answer, "made").title === "upload")).toHaveLength(1);
    expect(sha256(await storedSource(videoId))).toBe(sha256(film));
  });

  test.each([
    ["shorter", 2_000],
    ["longer", 4_000],
  ])("of unequal sizes, its first part later and %s, is put together all the same", async (_what, more) => {
    const videoId = await create();
    const cut = 5 * mebibyte + more;
    await caller.chunk(source(videoId), "part 2/*", film.subarray(cut, total - 10));
    await caller.chunk(source(videoId), "part 1/*", film.subarray(0, cut));
    expect((await statusOf(videoId)).ingest).toMatchObject({
      status: "uploading",
      receivedParts: { parts: [1, 2], total: null },
    });
    const last = await caller.chunk(source(videoId), "part 3/3", film.subarray(total - 10));
    expect(read(last, "video").title).toBe("upload");
    expect(sha256(await storedSource(videoId))).toBe(sha256(film));
  });

  test("may end with an empty part, as the browser uploader's does", async () => {
    const videoId = await create();
    await caller.chunk(source(videoId), "part 1/*", part(1));
    const last = await caller.chunk(source(videoId), "part 2/2", Buffer.alloc(0));
    const video = read(last, "video");
    expect([last.status, video.videoId]).toEqual([201, videoId]);
    expect(video.assets.hls).toContain(videoId);
  });

  test("is refused a part twice, one too small, another total, and the other notation", async () => {
    const videoId = await create();
    await caller.chunk(source(videoId), "part 1/3", part(1));
    const again = await caller.chunk(source(videoId), "part 1/3", part(1));
    expect([again.status, rule(again)]).toEqual([400, "video-content-range-by-part-part-already-sent"]);
    const tiny = await caller.chunk(source(videoId), "part 2/3", small);
    expect(rule(tiny)).toBe("video-content-range-by-part-uploaded-file-too-small");
    expect(rule(await caller.chunk(source(videoId), "part 2/4", part(2)))).toBe(
      "video-content-range-by-part-different-total-parts",
    );
    expect(rule(await caller.chunk(source(videoId), "bytes 0-5242879/10485760", part(1)))).toBe(
      "video-content-range-started-with-part",
    );
    expect(rule(await caller.chunk(source(videoId), undefined, small))).toBe(
      "video-content-range-already-initiated",
    );
    // None of that has hurt what was there.
    await caller.chunk(source(videoId), "part 2/3", part(2));
    await caller.chunk(source(videoId), "part 3/3", part(3));
    expect(sha256(await storedSource(videoId))).toBe(sha256(film));
  });
});

describe("a source in byte ranges", () => {
  test("comes in any order, and its status says what is there", async () => {
    const videoId = await create();
    const range = (from: number, to: number) =>
      caller.chunk(source(videoId), `bytes ${from}-${to}/${total}`, film.subarray(from, to + 1));
    await range(chunkBytes, 2 * chunkBytes - 1);
    const { ingest } = await statusOf(videoId);
    expect(ingest.receivedBytes).toEqual([{ from: chunkBytes, to: 2 * chunkBytes - 1, total }]);
    const afterRestart = await new UploadRows(running.engine).find(videoId);
    expect(afterRestart).toMatchObject({
      row: { notation: "bytes", total, state: "open" },
      chunks: [{ position: chunkBytes, file: "data", fileOffset: chunkBytes, length: chunkBytes }],
    });
    const overlapping = await range(chunkBytes + 1, 2 * chunkBytes);
    expect(rule(overlapping)).toBe("video-content-range-by-bytes-range-overlap");
    await range(2 * chunkBytes, total - 1);
    expect(read(await range(0, chunkBytes - 1), "video").title).toBe("upload");
    expect(sha256(await storedSource(videoId))).toBe(sha256(film));
  });

  test("must be as long as it says", async () => {
    const videoId = await create();
    for (const length of [chunkBytes - 1, chunkBytes + 1]) {
      const answer = await caller.chunk(
        source(videoId),
        `bytes 0-${chunkBytes - 1}/${total}`,
        film.subarray(0, length),
      );
      expect([answer.status, rule(answer)]).toEqual([400, "video-content-range-by-bytes-range-mismatch"]);
    }
  });
});

describe("a source", () => {
  test("is taken once, whole or from an address or another video", async () => {
    const videoId = await create();
    expect((await caller.chunk(source(videoId), undefined, small)).status).toBe(201);
    const second = await caller.chunk(source(videoId), undefined, small);
    expect([second.status, rule(second), read(second, "problem").name]).toEqual([
      400,
      "video-source-already-uploaded",
      "file",
    ]);
    await storedSource(videoId);
    const clone = await caller.json("POST", "/videos", { title: "clone", source: videoId });
    expect(clone.status).toBe(202);
    const cloneId = read(clone, "made").videoId;
    expect(sha256(await storedSource(cloneId))).toBe(sha256(small));
    expect(rule(await caller.chunk(source(cloneId), undefined, small))).toBe("video-source-already-copied");
    const address = `${caller.baseUrl}/vod/${videoId}/mp4/source.mp4`;
    const imported = await caller.json("POST", "/videos", { title: "import", source: address });
    const made = read(imported, "made");
    expect([imported.status, made.source]).toEqual([202, { type: "import", uri: address }]);
    await storedSource(made.videoId);
    expect((await statusOf(made.videoId)).ingest.status).toBe("ingested");
    expect(rule(await caller.chunk(source(made.videoId), undefined, small))).toBe(
      "video-source-already-downloaded",
    );
  });

  test("that is no media ends as failed, and says so", async () => {
    const videoId = await create();
    const { status } = await caller.chunk(source(videoId), undefined, Buffer.from("not a film at all"));
    expect(status).toBe(201);
    const video = await until("the failure to show", async () => {
      const told = read(await caller.call("GET", `/videos/${videoId}`), "video");
      return told.reelyard.status === "failed" && told;
    });
    expect(video.reelyard.error).toMatch(/not recognised/);
  });

  test.each([
    ["no file", () => new FormData(), "uploaded-file-no-file"],
    [
      "two files",
      () => {
        const form = new FormData();
        for (const name of ["a.mp4", "b.mp4"]) form.append("file", new Blob([small]), name);
        return form;
      },
      "uploaded-file-multiple-files",
    ],
    [
      "an empty file",
      () => {
        const form = new FormData();
        form.append("file", new Blob([]), "a.mp4");
        return form;
      },
      "uploaded-file-empty",
    ],
  ])("with %s is refused", async (_what, form, expected) => {
    const answer = await caller.call("POST", source(await create()), { body: form() });
    expect([answer.status, rule(answer)]).toEqual([400, expected]);
  });

  test("of an unknown video, without a key, or as something else than a form is refused", async () => {
    expect((await caller.chunk("/videos/vi_unknown/source", undefined, small)).status).toBe(404);
    const videoId = await create();
    const anonymous = await caller.call("POST", source(videoId), {
      headers: { authorization: "" },
      body: new FormData(),
    });
    expect([anonymous.status, rule(anonymous)]).toEqual([401, "authentication-missing-authorization-header"]);
    const raw = await caller.call("POST", source(videoId), { body: small });
    expect([raw.status, rule(raw)]).toEqual([400, "uploaded-file-no-file"]);
    expect((await caller.call("GET", source(videoId))).status).toBe(405);
  });
});

describe("an upload by token", () => {
  const newToken = async (ttl = 0) =>
    read(await caller.json("POST", "/upload-tokens", { ttl }), "token").token;

  test("goes on with the video that later parts name, before or after their file", async () => {
    const token = await newToken();
    const first = await caller.chunk(`/upload?token=${token}`, "part 1/3", part(1));
    const { videoId } = read(first, "made");
    await caller.chunk(`/upload?token=${token}`, "part 2/3", part(2), { fields: { videoId } });
    const form = new FormData();
    form.append("file", new Blob([part(3)]), "film.mp4");
    form.append("videoId", videoId);
    const last = await caller.call("POST", `/upload?token=${token}`, {
      headers: { authorization: "", "content-range": "part 3/3" },
      body: form,
    });
    expect(last.body).toMatchObject({ videoId, title: "film.mp4" });
    expect(sha256(await storedSource(videoId))).toBe(sha256(film));
  });

  test("goes into a video that the key made, its parts in any order; the first token to begin it has it", async () => {
    const videoId = await create();
    const [token, other] = [await newToken(), await newToken()];
    const send = (by: string, number: number, fields: Record<string, string> = { videoId }) =>
      caller.chunk(`/upload?token=${by}`, `part ${number}/3`, part(number), { fields });
    expect((await send(token, 3)).body).toEqual({ videoId });
    expect((await send(other, 1)).status).toBe(404);
    const answers = await Promise.all([send(token, 2), send(token, 1)]);
    expect(answers.filter((answer) => read(answer, "made").title === "upload")).toHaveLength(1);
    expect(sha256(await storedSource(videoId))).toBe(sha256(film));
    const again = await send(token, 1);
    expect([again.status, rule(again)]).toEqual([400, "video-source-already-uploaded"]);
  });

  test("without a videoId begins another video with every part, as the service does", async () => {
    const token = await newToken();
    const ids = [];
    for (const number of [1, 2]) {
      const answer = await caller.chunk(`/upload?token=${token}`, `part ${number}/2`, part(number));
      ids.push(read(answer, "made").videoId);
    }
    expect(new Set(ids).size).toBe(2);
  });

  test("needs a token that is alive, and a video of that token's", async () => {
    expect(rule(await caller.chunk("/upload", undefined, small))).toBe("authentication-missing-upload-token");
    const unknown = await caller.chunk("/upload?token=to_unknown", undefined, small);
    expect([unknown.status, rule(unknown)]).toEqual([401, "authentication-invalid-upload-token"]);
    const [token, others] = [await newToken(), await newToken()];
    const made = read(await caller.chunk(`/upload?token=${others}`, "part 1/2", part(1)), "made").videoId;
    const begun = await create();
    await caller.chunk(source(begun), "part 1/2", part(1));
    for (const videoId of [made, begun, "vi_unknown"]) {
      const fields = { videoId };
      const stranger = await caller.chunk(`/upload?token=${token}`, "part 2/2", small, { fields });
      expect([stranger.status, read(stranger, "problem").name]).toEqual([404, "videoId"]);
    }
    await caller.call("DELETE", `/upload-tokens/${token}`);
    expect((await caller.chunk(`/upload?token=${token}`, undefined, small)).status).toBe(401);
  });
});

test("uploads have a rate limit of their own, and say what is left of it", async () => {
  const { headers } = await caller.chunk(source(await create()), undefined, small);
  expect(headers.get("x-ratelimit-limit")).toBe("2000");
  expect(Number(headers.get("x-ratelimit-remaining"))).toBeLessThan(2000);
  expect(headers.get("access-control-allow-origin")).toBe("*");
});
