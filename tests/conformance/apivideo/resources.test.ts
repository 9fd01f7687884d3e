import ApiVideoClient from "@api.video/nodejs-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { read } from "#tests/support/apivideo-answers.ts";
import { type Answer, ApivideoCaller } from "#tests/support/apivideo-caller.ts";
import { type ApivideoFiles, makeApivideoFiles } from "#tests/support/apivideo-files.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";

let running: TestEngine;
let files: ApivideoFiles;
let caller: ApivideoCaller;
let client: ApiVideoClient;

beforeAll(async () => {
  [running, files] = await Promise.all([
    startTestEngine({ apivideo: { rateLimits: { upload: 3, write: 2_000, read: 5_000 } } }),
    makeApivideoFiles(),
  ]);
  caller = new ApivideoCaller(running);
  const { apiKey, baseUrl } = running.credentials.apivideo;
  client = new ApiVideoClient({ apiKey, baseUri: baseUrl });
});
afterAll(async () => {
  await running.close();
  await files.dispose();
});

const create = async (body: object = {}) =>
  read(await caller.json("POST", "/videos", { title: "a video", ...body }), "made").videoId;
const getVideo = async (videoId: string) => read(await caller.call("GET", `/videos/${videoId}`), "video");

describe("bad input", () => {
  test.each<[string, string, object | string, string]>([
    ["POST", "/videos", {}, "title"],
    ["POST", "/videos", { title: "" }, "title"],
    ["POST", "/videos", { title: "x".repeat(256) }, "title"],
    ["POST", "/videos", { title: 7 }, "title"],
    ["POST", "/videos", { title: "t", tags: "one" }, "tags"],
    ["POST", "/videos", { title: "t", tags: Array(1_001).fill("tag") }, "tags"],
    ["POST", "/videos", { title: "t", metadata: [{ key: "", value: "v" }] }, "metadata[0][key]"],
    ["POST", "/videos", { title: "t", metadata: [{ key: "k" }] }, "metadata[0][value]"],
    ["POST", "/videos", { title: "t", language: "xx" }, "language"],
    ["POST", "/videos", { title: "t", playerId: "pl_unknown" }, "playerId"],
    ["POST", "/videos", { title: "t", watermark: { id: "watermark_unknown" } }, "watermark[id]"],
    ["POST", "/videos", { title: "t", source: "file:///etc/passwd" }, "source"],
    ["POST", "/videos", { title: "t", source: "vi_unknown" }, "source"],
    ["POST", "/videos", { title: "t", clip: { startTimecode: "00:00:05", endTimecode: "00:00:01" } }, "clip"],
    ["POST", "/videos", { title: "t", transcript: true }, "transcript"],
    ["POST", "/videos", { title: "t", transcriptSummary: true }, "transcriptSummary"],
    ["POST", "/upload-tokens", { ttl: -1 }, "ttl"],
    ["POST", "/upload-tokens", { ttl: 2_147_483_648 }, "ttl"],
    ["POST", "/live-streams", {}, "name"],
    [
      "POST",
      "/live-streams",
      { name: "l", restreams: [{ name: "r", serverUrl: "http://x", streamKey: "k" }] },
      "restreams[0][serverUrl]",
    ],
    ["POST", "/players", { text: "red" }, "text"],
    ["GET", "/videos?currentPage=0", "", "currentPage"],
    ["GET", "/videos?pageSize=101", "", "pageSize"],
    ["GET", "/videos?sortBy=size", "", "sortBy"],
    ["GET", "/videos?title=%00", "", "title"],
    ["GET", "/watermarks?sortBy=name", "", "sortBy"],
    ["GET", "/tags?sortOrder=up", "", "sortOrder"],
    ["GET", "/data/metrics/play/count?from=yesterday", "", "from"],
  ])("%s %s with %j is refused, naming %s", async (method, path, body, name) => {
    const answer = method === "GET" ? await caller.call(method, path) : await caller.json(method, path, body);
    const problem = read(answer, "problem");
    expect([answer.status, problem.name]).toEqual([400, name]);
    expect(problem.problems?.[0]?.name).toBe(name);
  });

  test.each([
    "not json",
    "[]",
    '"text"',
    '{"title":"\\u0000"}',
    '{"title":"\\ud800"}',
    `{"a":${"[".repeat(5_000)}`,
  ])("a body like %.20s is no payload", async (body) => {
    const answer = await caller.call("POST", "/videos", { body });
    expect([answer.status, read(answer, "problem").title]).toEqual([400, "The payload is invalid."]);
  });

  test("odd keys and a thousand tags are kept as they are", async () => {
    const metadata = ["__proto__", "constructor", "a]b", " ", "é"].map((key) => ({ key, value: "v" }));
    const tags = Array.from({ length: 1_000 }, (_unused, number) => `tag ${number}`);
    const videoId = await create({ metadata, tags });
    const video = await getVideo(videoId);
    expect([video.metadata, video.tags]).toEqual([metadata, tags]);
    const found = await caller.call("GET", "/videos?metadata[__proto__]=v&tags[]=tag%20999");
    expect(read(found, "videos").data.map((each) => each.videoId)).toEqual([videoId]);
    await client.videos.delete(videoId);
  });

  test("paths with NUL or broken escapes lead nowhere", async () => {
    for (const path of ["/videos/vi%00", "/videos/%FF", "/webhooks/%00"]) {
      expect((await caller.call("GET", path)).status).toBe(404);
    }
  });

  test("pictures and captions are looked at, not believed", async () => {
    const videoId = await create();
    await expect(client.captions.upload(videoId, "klingon", files.at("en.vtt"))).rejects.toMatchObject({
      code: 400,
      problemDetails: { detail: 'The "language" attribute is not valid.' },
    });
    await expect(client.captions.upload(videoId, "en", files.at("test.jpg"))).rejects.toMatchObject({
      problemDetails: { title: "The uploaded file is invalid." },
    });
    await expect(client.watermarks.upload(files.at("en.vtt"))).rejects.toMatchObject({
      problemDetails: { title: "Only [jpeg, jpg, JPG, JPEG] extensions are supported." },
    });
    await client.videos.delete(videoId);
  });
});

test("a deleted video is discarded, found there, and restored", async () => {
  const videoId = await create({ title: "lost" });
  await client.videos.delete(videoId);
  await expect(client.videos.get(videoId)).rejects.toMatchObject({ code: 404 });
  expect((await client.videos.list({ title: "lost" })).data).toEqual([]);
  const { data } = await client.videos.listDiscarded({ title: "lost" });
  expect(data).toMatchObject([{ videoId, discarded: true, assets: null }]);
  expect(data[0]?.deletesAt?.getTime()).toBeGreaterThan(Date.now() + 89 * 24 * 3600 * 1000);
  const refused = await caller.json("PATCH", `/discarded/videos/${videoId}`, { discarded: true });
  expect([refused.status, read(refused, "problem").name]).toEqual([400, "discarded"]);
  const restored = await client.videos.updateDiscarded(videoId, { discarded: false });
  expect(restored).toMatchObject({ videoId, discarded: false });
  await expect(client.videos.getDiscarded(videoId)).rejects.toMatchObject({ code: 404 });
});

test("a private video opens for the first who comes with its token, and for nobody else", async () => {
  const videoId = await create({ public: false });
  await client.videos.upload(videoId, files.at("558k.mp4"));
  const video = await until("it to play", async () => {
    const told = await getVideo(videoId);
    return told.reelyard.playable && told;
  });
  expect((await fetch(`${caller.baseUrl}/vod/${videoId}/hls/manifest.m3u8`)).status).toBe(403);
  const first = { headers: { "user-agent": "first" } };
  const other = { headers: { "user-agent": "other" } };
  expect((await fetch(video.assets.hls, first)).status).toBe(200);
  expect((await fetch(video.assets.hls, first)).status).toBe(200);
  expect((await fetch(video.assets.hls, other)).status).toBe(403);
  const again = await getVideo(videoId);
  const session = await fetch(again.assets.hls.replace("hls/manifest.m3u8", "session"), other);
  const { session_token } = await session.json();
  const playlist = await fetch(`${caller.baseUrl}/vod/${videoId}/hls/manifest.m3u8?avh=${session_token}`);
  expect(playlist.status).toBe(200);
  const page = await fetch((await getVideo(videoId)).assets.player);
  expect(page.status).toBe(200);
  const another = await create({ public: false });
  const withOurs = (await getVideo(videoId)).assets.player.replace(videoId, another);
  expect(withOurs).toContain(another);
  expect((await fetch(withOurs)).status).toBe(403);
  expect(
    (await fetch(`${caller.baseUrl}/vod/${another}/hls/manifest.m3u8?avh=${session_token}`)).status,
  ).toBe(403);
});

test("the player's page shows text as text, lets any page frame it, and loads nothing from elsewhere", async () => {
  const title = '</script><img src=x onerror="alert(1)">';
  const videoId = await create({ title });
  await client.captions.upload(videoId, "en", files.at("en.vtt"));
  const answer = await fetch(`${caller.baseUrl}/vod/${videoId}`);
  const html = await answer.text();
  expect(html).not.toContain("<img");
  expect(html).toContain("captions/en.vtt");
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors *");
  for (const name of ["player.js", "player.css", "hls.js"]) {
    expect((await fetch(`${caller.baseUrl}/player/${name}`)).status).toBe(200);
  }
});

test("what the player tells is counted", async () => {
  const mediaId = await create();
  const tell = (kind: string, amount: number, sessionId: string) =>
    fetch(`${caller.baseUrl}/reelyard/player-events`, {
      method: "POST",
      body: JSON.stringify({ sessionId, mediaId, kind, amount }),
    });
  for (const session of ["session-one", "session-two"]) {
    await tell("impression", 100, session);
    await tell("play", 0, session);
  }
  await tell("watch", 12, "session-one");
  await tell("end", 0, "session-one");
  await tell("play", 0, "another; DROP TABLE");
  const count = await client.analytics.getAggregatedMetrics({
    metric: "play",
    aggregation: "count",
    filterBy: { mediaId: [mediaId] },
  });
  expect(count).toMatchObject({ data: 2, context: { metric: "play", aggregation: "count" } });
  const watched = await caller.call("GET", "/data/metrics/watch-time/sum");
  expect(read(watched, "metric").data).toBe(12);
  const buckets = await client.analytics.getMetricsBreakdown({ metric: "start", breakdown: "media-id" });
  expect(buckets.data).toEqual([{ metricValue: 2, dimensionValue: mediaId }]);
  const series = await client.analytics.getMetricsOverTime({ metric: "impression" });
  expect(series.data.map((point) => point.metricValue)).toEqual([2]);
  const unknown = await caller.call("GET", "/data/metrics/play/median");
  expect(read(unknown, "problem").title).toBe("Unrecognized request URL.");
});

test("tags are counted, and found whatever their case and accents", async () => {
  await create({ tags: ["Élan", "shared"] });
  await create({ tags: ["shared"] });
  const byValue = await client.tags.list({ value: "elan" });
  expect(byValue.data).toMatchObject([{ value: "Élan", videoCount: 1 }]);
  const byCount = await client.tags.list({ sortBy: "videoCount", sortOrder: "desc", pageSize: 1 });
  expect(byCount.data?.[0]).toMatchObject({ value: "shared", videoCount: 2 });
});

test("a summary without a program is written by hand, or says that it cannot be made", async () => {
  const videoId = await create();
  const made = await client.summaries.create({ videoId });
  expect(made).toMatchObject({ origin: "api", sourceStatus: "missing" });
  await expect(client.summaries.create({ videoId })).rejects.toMatchObject({
    code: 409,
    problemDetails: { name: "videoId" },
  });
  const summaryId = made.summaryId ?? "";
  const written = await client.summaries.update(summaryId, {
    _abstract: "About it.",
    takeaways: ["a", "b", "c"],
  });
  expect(written).toMatchObject({ _abstract: "About it.", takeaways: ["a", "b", "c"] });
  const { data } = await client.summaries.list({ videoId, sourceStatus: "completed" });
  expect(data).toHaveLength(1);
  await client.summaries.delete(summaryId);
  const wished = await client.summaries.create({ videoId, origin: "auto" });
  expect(wished).toMatchObject({ origin: "auto", sourceStatus: "unprocessable" });
});

test("beyond the limit a call is refused in the document's words, until the minute is over", async () => {
  const videoId = await create();
  const answers: Answer[] = [];
  for (let number = 0; number < 4; number++) {
    answers.push(await caller.chunk(`/videos/${videoId}/source`, "part 0/0", Buffer.from("x")));
  }
  const last = answers.at(-1);
  expect([last?.status, last?.body]).toEqual([
    429,
    {
      type: "https://docs.api.video/reference/too-many-requests",
      title: "Too many requests.",
      status: 429,
    },
  ]);
  expect(last?.headers.get("x-ratelimit-remaining")).toBe("0");
  expect((await caller.call("GET", "/videos?pageSize=1")).status).toBe(200);
});
