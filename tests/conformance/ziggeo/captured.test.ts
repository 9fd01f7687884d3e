import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";
import { creations, emptyPosts, python, uploadBody } from "./captured-requests.ts";

let running: TestEngine;
let bytes: Buffer;
let baseUrl: string;

beforeAll(async () => {
  running = await startTestEngine();
  baseUrl = running.credentials.ziggeo.baseUrl;
  bytes = await readFile(await clip("plain"));
});
afterAll(() => running.close());

const authorization = () => {
  const { applicationToken, privateKey } = running.credentials.ziggeo;
  return `Basic ${btoa(`${applicationToken}:${privateKey}`)}`;
};
const send = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, baseUrl), {
    ...init,
    headers: { authorization: authorization(), ...init.headers },
    redirect: "manual",
  });
const post = (path: string, body?: BodyInit, headers: Record<string, string> = {}) =>
  send(path, { method: "POST", ...(body !== undefined && { body }), headers });

const stream = z.looseObject({ token: z.string(), state: z.number(), creation_type: z.number() });
const video = z.looseObject({ token: z.string(), state: z.number(), default_stream: stream.nullable() });
const upload = z.object({
  video: video.optional(),
  stream: stream.optional(),
  url_data: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
});
const json = async <T>(schema: z.ZodType<T>, answer: Response) => {
  const text = await answer.text();
  expect([answer.status, text]).toEqual([200, expect.anything()]);
  return schema.parse(JSON.parse(text));
};
const readyVideo = (token: string) =>
  until(`video ${token} is ready`, async () => {
    const now = await json(video, await send(`/v1/videos/${token}`));
    return now.state === 5 && now;
  });

describe("what every SDK relies on", () => {
  test("answers are ASCII JSON, with 200 and nothing about ranges", async () => {
    const made = await post(
      "/v1/videos/",
      `title=${encodeURIComponent("Žluťoučký kůň 🐎 日本")}&key=${encodeURIComponent("kůň")}`,
    );
    expect(made.status).toBe(200);
    expect(made.headers.get("accept-ranges")).toBeNull();
    for (const answer of [
      made,
      await send("/v1/videos/?states=all"),
      await send("/v1/videos/_nic-české-ů"),
    ]) {
      const read = await answer.bytes();
      expect(read.every((byte) => byte < 0x7f)).toBe(true);
    }
  });

  test("a key that is not ASCII is found, escaped in the path or not", async () => {
    await post("/v1/videos/", `key=${encodeURIComponent("klíč č. 1")}`);
    expect((await send(`/v1/videos/_${encodeURIComponent("klíč č. 1")}`)).status).toBe(200);
  });

  test.each(creations)("$sdk's creation is read as it was meant", async ({ type, body }) => {
    const made = await json(
      z.looseObject({ token: z.string() }),
      await post("/v1/videos/", body, { "content-type": type }),
    );
    expect(made).toMatchObject({ key: "ké", tags: ["x", "y"], volatile: true, max_duration: 10, state: 1 });
    expect((await send(`/v1/videos/${made.token}`, { method: "DELETE" })).status).toBe(200);
  });

  test.each([
    ["the documentation", "tags=ž,b"],
    ["Node", "tags_0=ž&tags_1=b"],
    ["Ruby", "tags[]=ž&tags[]=b"],
    ["Python", "tags=['ž', 'b']"],
    ["PHP", 'tags=["ž","b"]'],
  ])("tags are asked for as %s writes them in a query", async (_sdk, query) => {
    const title = `Tagged for ${query}`;
    const { token } = await json(
      video,
      await post("/v1/videos/", new URLSearchParams({ title, tags: "ž,b,c" })),
    );
    const found = await send(`/v1/videos/?states=all&${query}`);
    expect(await json(z.array(z.looseObject({ token: z.string() })), found)).toContainEqual(
      expect.objectContaining({ token }),
    );
    const none = await send("/v1/videos/count?states=all&tags=ž,nobody");
    expect(await none.json()).toEqual({ count: 0 });
    await send(`/v1/videos/${token}`, { method: "DELETE" });
  });

  test("an error that quotes what was sent is ASCII too, and names the line", async () => {
    const { token } = await json(video, await post("/v1/videos/"));
    const draft = await json(stream, await post(`/v1/videos/${token}/streams`));
    const data = "WEBVTT\n\n00:00.000 --> 00:01.000\nčau\n\nžádný čas --> 00:02.000\nx";
    const answer = await post(
      `/v1/videos/${token}/streams/${draft.token}/subtitle`,
      new URLSearchParams({ lang: "cs", label: "Čeština", data }),
    );
    expect(answer.status).toBe(400);
    const read = await answer.bytes();
    expect(read.every((byte) => byte < 0x7f)).toBe(true);
    expect(Buffer.from(read).toString()).toContain("line 6");
  });

  test.each(emptyPosts)("$sdk's empty POST makes an empty video", async ({ headers }) => {
    expect(await json(video, await post("/v1/videos/", undefined, headers))).toMatchObject({ state: 1 });
  });

  test("an address with and without its closing slash is the same", async () => {
    expect((await send("/v1/videos?limit=1")).status).toBe(200);
    expect((await send("/v1/videos/count/")).status).toBe(200);
  });
});

describe("Python 2.30", () => {
  test("deletes by POST with _method=DELETE, which counts on POST alone", async () => {
    const { token } = await json(video, await post("/v1/videos/", undefined, python));
    expect((await send(`/v1/videos/${token}?_method=DELETE`, { headers: python })).status).toBe(200);
    expect((await send(`/v1/videos/${token}`)).status).toBe(200);
    expect((await post(`/v1/videos/${token}?_method=DELETE`, undefined, python)).status).toBe(200);
    expect((await send(`/v1/videos/${token}`)).status).toBe(404);
  });

  test("takes None for nothing", async () => {
    const { token } = await json(video, await post("/v1/videos/", "expiration_days=3", python));
    const updated = await post(`/v1/videos/${token}`, "approved=True&expiration_days=None", python);
    expect(await updated.json()).toMatchObject({ approved: true, expiration_days: null });
  });

  test("uploads to a root-relative address, junk field and all", async () => {
    const first = await json(upload, await post("/v1/videos-upload-url", "video_type=mp4", python));
    expect(first.url_data.url).toBe("/upload/");
    const sent = uploadBody("Python", first.url_data.fields, { name: "tiny.mp4", bytes });
    const answer = await post(first.url_data.url, sent.body, { ...python, "content-type": sent.type });
    expect(answer.status).toBe(204);
    const token = first.video?.token ?? "";
    const streamToken = first.video?.default_stream?.token;
    const confirmed = await post(
      `/v1/videos/${token}/streams/${streamToken}/confirm-video`,
      undefined,
      python,
    );
    expect(await json(stream, confirmed)).toMatchObject({ token: streamToken, creation_type: 5 });
    await readyVideo(token);

    const draft = await json(stream, await post(`/v1/videos/${token}/streams`, undefined, python));
    const image = `/v1/videos/${token}/streams/${draft.token}/image-upload-url`;
    expect((await json(upload, await post(image, "None=png", python))).stream?.token).toBe(draft.token);
  });

  test("downloads need Accept-Ranges, which JSON must not have", async () => {
    const { token } = await json(video, await postWithFile("/v1/videos/", {}));
    await readyVideo(token);
    const answer = await send(`/v1/videos/${token}/video`, { headers: python });
    expect(answer.headers.get("accept-ranges")).toBe("bytes");
    const part = await send(`/v1/videos/${token}/video`, { headers: { ...python, range: "bytes=4-7" } });
    expect([part.status, await part.text()]).toEqual([206, "ftyp"]);
    expect((await send(`/v1/videos/${token}/nothing`)).headers.get("accept-ranges")).toBeNull();
  });
});

test("Ruby's and C#'s .mp4 is mp4, their address is absolute, and what Ruby sends there is taken", async () => {
  const first = await json(upload, await post("/v1/videos-upload-url", "video_type=.mp4"));
  expect(first.video?.default_stream).toMatchObject({ video_type: "mp4" });
  expect(first.url_data.url).toBe(`${baseUrl}/upload/`);
  const sent = uploadBody("Ruby", first.url_data.fields, { name: "tiny.mp4", bytes });
  const answer = await fetch(first.url_data.url, {
    method: "POST",
    body: sent.body,
    headers: { "content-type": sent.type, "user-agent": "Ruby" },
  });
  expect(answer.status).toBe(204);
  const path = `/v1/videos/${first.video?.token}/streams/${first.video?.default_stream?.token}/confirm-video`;
  expect(await json(stream, await post(path))).toMatchObject({ state: 4, video_type: "mp4" });
});

/** SDKs before the three steps: the file in the call itself. */
function postWithFile(path: string, fields: Record<string, string>, name = "tiny.mp4") {
  const sent = uploadBody("PHP", fields, { name, bytes });
  return post(path, sent.body, { "content-type": sent.type });
}

describe("1.x SDKs send the file directly", () => {
  test("with a new video, and as a new stream", async () => {
    const made = await json(video, await postWithFile("/v1/videos/", { tags: "old,style", key: "direct" }));
    expect(made).toMatchObject({ tags: ["old", "style"], state: 4 });
    await readyVideo(made.token);
    const again = await json(stream, await postWithFile("/v1/videos/_direct/streams", {}));
    expect(again).toMatchObject({ reelyard: { bound: true }, video_type: "mp4" });
  });

  test("to a stream, whose bind then changes nothing", async () => {
    const { token } = await json(video, await post("/v1/videos/"));
    const draft = await json(stream, await post(`/v1/videos/${token}/streams`));
    const path = `/v1/videos/${token}/streams/${draft.token}`;
    expect(await json(stream, await postWithFile(`${path}/video`, {}))).toMatchObject({ token: draft.token });
    expect(await json(stream, await post(`${path}/bind`))).toMatchObject({ reelyard: { bound: true } });
    expect((await postWithFile(`${path}/image`, {}, "poster.png")).status).toBe(400);
    await readyVideo(token);
  });

  test("and their mistakes are told as such", async () => {
    expect((await postWithFile("/v1/videos/nothing/streams", {})).status).toBe(404);
    const sent = uploadBody("Node", {}, { name: "a.mp4", bytes });
    const stranger = await fetch(`${baseUrl}/v1/videos/`, {
      method: "POST",
      body: sent.body,
      headers: { "content-type": sent.type },
    });
    expect(stranger.status).toBe(401);
  });
});

describe("the three steps, when something goes wrong", () => {
  const begin = async () => json(upload, await post("/v1/videos-upload-url", "video_type=mp4"));
  const sendTo = (given: z.output<typeof upload>, fields = given.url_data.fields) => {
    const sent = uploadBody("Node", fields, { name: "tiny.mp4", bytes });
    // Nobody but the upload's own fields says who sends.
    return fetch(given.url_data.url, {
      method: "POST",
      body: sent.body,
      headers: { "content-type": sent.type },
    });
  };
  const confirm = (given: z.output<typeof upload>) =>
    post(`/v1/videos/${given.video?.token}/streams/${given.video?.default_stream?.token}/confirm-video`);

  test("confirming what was never sent is refused, and can be done later", async () => {
    const given = await begin();
    expect((await confirm(given)).status).toBe(400);
    expect((await sendTo(given)).status).toBe(204);
    expect((await confirm(given)).status).toBe(200);
  });

  test("a file sent twice is one video, and so is one that was confirmed twice", async () => {
    const given = await begin();
    expect((await sendTo(given)).status).toBe(204);
    expect((await sendTo(given)).status).toBe(204);
    const answers = await Promise.all([confirm(given), confirm(given)]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    await readyVideo(given.video?.token ?? "");
    expect(await (await send(`/v1/videos/${given.video?.token}/streams`)).json()).toHaveLength(2);
    expect((await sendTo(given)).status).toBe(403);
  });

  test("an upload that nobody announced is refused", async () => {
    const given = await begin();
    expect((await sendTo(given, {})).status).toBe(403);
    expect((await sendTo(given, { "x-reelyard-upload": "0".repeat(32) })).status).toBe(403);
  });

  test("bind submits what was sent and not confirmed", async () => {
    const { token } = await json(video, await post("/v1/videos/"));
    const given = await json(upload, await post(`/v1/videos/${token}/streams-upload-url`, "video_type=mp4"));
    expect((await sendTo(given)).status).toBe(204);
    const bound = await post(`/v1/videos/${token}/streams/${given.stream?.token}/bind`);
    expect(await json(stream, bound)).toMatchObject({ reelyard: { bound: true } });
    await readyVideo(token);
  });
});
