import { readFile } from "node:fs/promises";
import ApiVideoClient from "@api.video/nodejs-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { probeDemuxed } from "#lib/engine/media/probe-demuxed.ts";
import { buildApivideoApp } from "#lib/engine/protocols/apivideo/app.ts";
import { createServices } from "#lib/engine/protocols/apivideo/services.ts";
import { sourceRoutes } from "#lib/engine/protocols/apivideo/source-endpoint.ts";
import { providerFor } from "#lib/providers/registry.ts";
import { clip } from "#tests/support/clips.ts";
import { listRoutes, listSupported } from "#tests/support/coverage.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";
import { coverage } from "./coverage.ts";

let running: TestEngine;
/** A video with a real file. */
let clipId: string;

const base62 = "vi4blUQJFrYWbaG44NChkH";

beforeAll(async () => {
  running = await startTestEngine();
  const { library, accounts, storage } = running.engine;
  for (let number = 1; number <= 12; number++) {
    await library.createAsset({
      account: accounts.apivideo,
      assetId: `${base62}${String(number).padStart(2, "0")}`,
      title: `Lesson ${number}`,
      originalFilename: "lesson.mp4",
      details: {
        description: number % 2 === 0 ? "An even lesson" : "An odd one",
        tags: number % 3 === 0 ? ["maths", "thirds"] : ["maths"],
        metadata: [{ key: "Author", value: number > 6 ? "John Doe" : "Jane Roe" }],
      },
    });
  }
  clipId = `${base62}99`;
  await library.createAsset({
    account: accounts.apivideo,
    assetId: clipId,
    title: "100% _clip_ é",
    originalFilename: "clip.mp4",
  });
  const sourceKey = storage.newKey("clip.mp4");
  await storage.write(sourceKey, await readFile(await clip("plain")));
  await library.importSource(clipId, { sourceKey, renditions: [] });
});
afterAll(() => running.close());

const sdkOf = (apiKey = running.credentials.apivideo.apiKey) =>
  new ApiVideoClient({ baseUri: running.credentials.apivideo.baseUrl, apiKey });

describe("@api.video/nodejs-client 2.6.8, unmodified, against the engine", () => {
  test("lists videos newest first, 25 a page", async () => {
    const { data, pagination } = await sdkOf().videos.list();
    expect(data.map((video) => video.title).slice(0, 2)).toEqual(["100% _clip_ é", "Lesson 12"]);
    expect(pagination).toMatchObject({ currentPage: 1, pageSize: 25, pagesTotal: 1, itemsTotal: 13 });
  });

  test("walks pages by their links", async () => {
    const first = await sdkOf().videos.list({ pageSize: 5, sortBy: "createdAt", sortOrder: "asc" });
    expect(first.data.map((video) => video.title)).toEqual([1, 2, 3, 4, 5].map((n) => `Lesson ${n}`));
    expect(first.pagination.links.map((link) => link.rel)).toEqual(["self", "first", "next", "last"]);
    const last = await sdkOf().videos.list({ pageSize: 5, currentPage: 3, sortOrder: "asc" });
    expect(last.data).toHaveLength(3);
    expect(last.pagination.links.map((link) => link.rel)).toEqual(["self", "first", "previous", "last"]);
  });

  test("filters by title, description, tags and metadata, all of which must match", async () => {
    const titles = async (query: Parameters<ReturnType<typeof sdkOf>["videos"]["list"]>[0]) =>
      (await sdkOf().videos.list({ ...query, sortOrder: "asc" })).data.map((video) => video.title);
    expect(await titles({ title: "lesson 1" })).toEqual(["Lesson 1", "Lesson 10", "Lesson 11", "Lesson 12"]);
    expect(await titles({ title: "100%" })).toEqual(["100% _clip_ é"]);
    expect(await titles({ title: "%" })).toEqual(["100% _clip_ é"]);
    expect(await titles({ tags: ["maths", "thirds"] })).toEqual([3, 6, 9, 12].map((n) => `Lesson ${n}`));
    expect(await titles({ metadata: { Author: "John Doe" }, tags: ["thirds"] })).toEqual([
      "Lesson 9",
      "Lesson 12",
    ]);
    expect(await titles({ description: "even", title: "2" })).toEqual(["Lesson 2", "Lesson 12"]);
    expect(await titles({ title: "'; DROP TABLE asset; --" })).toEqual([]);
  });

  test("lists what a video is now, however often it was listed before; a private one's token is fresh", async () => {
    const { videos } = sdkOf();
    const listed = async () => (await videos.list({ title: "Lesson 5" })).data[0];
    const { videoId = "" } = (await listed()) ?? {};
    expect(await listed()).toMatchObject({ tags: ["maths"] });
    await videos.update(videoId, { tags: ["algebra"], _public: false });
    const [once, again] = [await listed(), await listed()];
    expect(once).toMatchObject({ tags: ["algebra"], _public: false });
    expect(again?.assets?.player).not.toBe(once?.assets?.player);
    expect(once).toEqual({ ...(await videos.get(videoId)), assets: once?.assets });
    await videos.update(videoId, { tags: ["maths"], _public: true });
    expect(await listed()).toMatchObject({ tags: ["maths"], _public: true });
    expect(await listed()).toEqual(await videos.get(videoId));
  });

  test("reads one, dates and all", async () => {
    const video = await sdkOf().videos.get(clipId);
    expect(video).toMatchObject({ videoId: clipId, title: "100% _clip_ é", _public: true, tags: [] });
    expect(video.createdAt).toBeInstanceOf(Date);
  });

  test("reads its status with the facts of the file", async () => {
    const status = await sdkOf().videos.getStatus(clipId);
    expect(status.ingest?.status).toBe("uploaded");
    expect(status.encoding).toMatchObject({
      playable: true,
      metadata: { width: expect.any(Number), videoCodec: "h264", audioCodec: "aac" },
    });
  });

  test("an unknown video is reported the way api.video reports it", async () => {
    await expect(sdkOf().videos.get("vi_unknown")).rejects.toMatchObject({
      code: 404,
      problemDetails: { name: "videoId", status: 404, title: "The requested resource was not found." },
    });
  });

  test("a page out of range is reported with the range", async () => {
    await expect(sdkOf().videos.list({ pageSize: 101 })).rejects.toMatchObject({
      code: 400,
      problemDetails: { name: "pageSize", range: { min: 1, max: 100 } },
    });
  });

  test("a wrong key is reported as one, and so is none", async () => {
    await expect(sdkOf("wrong").videos.list()).rejects.toMatchObject({
      code: 401,
      problemDetails: { title: "The API key is invalid." },
    });
    await expect(sdkOf("").videos.list()).rejects.toMatchObject({
      code: 401,
      problemDetails: { title: 'The "Authorization" header is missing.' },
    });
  });

  test("changes its key into an access token that opens the same", async () => {
    const { accessToken, tokenType, expiresIn } = await sdkOf().getAccessToken();
    expect([tokenType, expiresIn]).toEqual(["Bearer", 3600]);
    const answer = await fetch(`${running.credentials.apivideo.baseUrl}/videos?pageSize=1`, {
      headers: { authorization: `${tokenType} ${accessToken}` },
    });
    expect(answer.status).toBe(200);
  });

  test("deletes, and finds it gone", async () => {
    const doomed = await running.engine.library.createAsset({
      account: running.engine.accounts.apivideo,
      title: "Doomed",
      originalFilename: "doomed.mp4",
    });
    await sdkOf().videos.delete(doomed.assetId);
    await expect(sdkOf().videos.delete(doomed.assetId)).rejects.toMatchObject({ code: 404 });
  });
});

describe("requests captured from other clients", () => {
  const url = (path: string) => `${running.credentials.apivideo.baseUrl}${path}`;

  test("the browser uploader refreshes its token without a content type", async () => {
    const first = await fetch(url("/auth/api-key"), {
      method: "POST",
      body: JSON.stringify({ apiKey: running.credentials.apivideo.apiKey }),
    });
    const { refresh_token } = await first.json();
    const body = new Blob([JSON.stringify({ refreshToken: refresh_token })]);
    const second = await fetch(url("/auth/refresh"), { method: "POST", body });
    expect(second.status).toBe(200);
    const renewed = await second.json();
    expect(renewed).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
    expect(renewed.refresh_token).not.toBe(refresh_token);
  });

  test("wrong credentials are answered as the document shows", async () => {
    const answer = await fetch(url("/auth/api-key"), { method: "POST", body: '{"apiKey":"wrong"}' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      type: "https://docs.api.video/reference/authentication-invalid-user-credentials",
      title: "The user credentials were incorrect.",
      name: "",
      status: 400,
    });
  });

  test("Python's query with an empty Accept-Encoding and a type on GET is understood", async () => {
    const { access_token } = await (
      await fetch(url("/auth/api-key"), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ apiKey: running.credentials.apivideo.apiKey }),
      })
    ).json();
    const query =
      "tags%5B%5D=maths&tags%5B%5D=thirds&metadata%5BAuthor%5D=Jane+Roe&currentPage=1&pageSize=30";
    const answer = await fetch(url(`/videos?${query}`), {
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        authorization: `Bearer ${access_token}`,
        "av-origin-client": "python:1.4.5",
      },
    });
    expect((await answer.json()).data.map((video: { title: string }) => video.title)).toEqual([
      "Lesson 6",
      "Lesson 3",
    ]);
  });

  test("every answer says its type without a charset, and how many calls are left", async () => {
    for (const path of ["/videos", "/nowhere", "/auth/api-key"]) {
      const { headers } = await fetch(url(path));
      expect(headers.get("content-type")).toBe("application/json");
      expect(Number(headers.get("x-ratelimit-limit"))).toBeGreaterThan(0);
      expect(Number(headers.get("x-ratelimit-remaining"))).toBeGreaterThanOrEqual(0);
      expect(Number(headers.get("x-ratelimit-retry-after"))).toBeLessThanOrEqual(60);
    }
  });

  test("an unknown address and a wrong method are told apart", async () => {
    const authorization = `Basic ${btoa(`${running.credentials.apivideo.apiKey}:`)}`;
    const nowhere = await fetch(url("/nowhere"), { headers: { authorization } });
    expect([nowhere.status, (await nowhere.json()).title]).toEqual([404, "Unrecognized request URL."]);
    const wrong = await fetch(url(`/videos/${clipId}/status`), {
      method: "POST",
      headers: { authorization },
    });
    expect([wrong.status, (await wrong.json()).title]).toEqual([
      405,
      "Method is not allowed for this route.",
    ]);
  });
});

const factsOf = (bytes: Uint8Array) =>
  probeDemuxed({
    size: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
    close: async () => {},
  });

describe("our own client", () => {
  const provider = () =>
    providerFor({
      provider: "apivideo",
      baseUrl: running.credentials.apivideo.baseUrl,
      fields: { apiKey: running.credentials.apivideo.apiKey },
      isLocal: true,
    });

  test("finds the connection working", async () => {
    expect(await provider().check()).toMatchObject({ cause: "ok" });
  });

  test("walks every page to the end, oldest first", async () => {
    const { library } = provider();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await library?.list({ pageSize: 5, ...(cursor !== undefined && { cursor }) });
      seen.push(...(page?.assets ?? []).map((asset) => asset.title));
      cursor = page?.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual([
      ...Array.from({ length: 12 }, (_, index) => `Lesson ${index + 1}`),
      "100% _clip_ é",
    ]);
  });

  test("finds one, whose every address plays", async () => {
    const asset = await until("its MP4 file to be made too", async () => {
      const found = await provider().library?.find(clipId);
      return found?.playback.some(({ kind }) => kind === "file") && found;
    });
    expect(asset).toMatchObject({ status: "ready", videoCodec: "h264" });
    for (const { url } of asset.playback) expect((await fetch(url)).status).toBe(200);
    expect(asset.playback.map((source) => source.kind)).toEqual(["hls", "file"]);
    // The upload itself, or the MP4 that was made of it since.
    const file = await fetch(asset.sourceUrl ?? "");
    expect(file.headers.get("content-type")).toBe("video/mp4");
    const picture = { videoCodec: "h264", audioCodec: "aac", width: 320, height: 180, framesPerSecond: 25 };
    expect(await factsOf(await file.bytes())).toMatchObject(picture);
  });

  test("imports from an address, and names the video after it", async () => {
    const url = `${running.credentials.apivideo.baseUrl}/vod/${clipId}/mp4/source.mp4`;
    const { library } = provider();
    const imported = await library?.importUrl?.({ url });
    expect(imported).toMatchObject({ title: "source.mp4", status: "importing" });
    const id = imported?.providerAssetId ?? "";
    await until("the import", async () => (await library?.find(id))?.status === "ready");
    expect(provider().rateLimits?.()).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: "read", limit: 5_000 })]),
    );
    await library?.remove(id);
  });

  test("finds nothing where there is nothing", async () => {
    expect(await provider().library?.find("vi_unknown")).toBeUndefined();
  });
});

test("the coverage list says what the router does", () => {
  const app = buildApivideoApp(createServices(running.engine));
  expect([...listRoutes(app), ...sourceRoutes].sort()).toEqual(listSupported(coverage));
});
