import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import {
  type PublishService,
  startFacebook,
  startVimeo,
  startYoutube,
} from "#tests/support/publish-services.ts";
import { startTaskEngine, type TaskEngine } from "#tests/support/task-engine.ts";

const partBytes = 256 * 1024;
const proof = createHmac("sha256", "app-secret").update("fb-token").digest("hex");
const answers = { status: "success", progress: null } as const;

let engine: TaskEngine;
let youtube: PublishService;
let vimeo: PublishService;
let facebook: PublishService;
let video: Buffer;
let url: string;

beforeAll(async () => {
  [youtube, vimeo, facebook] = await Promise.all([
    startYoutube("yt-token"),
    startVimeo("vimeo-token"),
    startFacebook("fb-token", proof),
  ]);
  engine = await startTaskEngine({
    publishing: {
      youtubeUrl: youtube.baseUrl,
      vimeoUrl: vimeo.baseUrl,
      facebookUrl: `${facebook.baseUrl}/v24.0`,
      partBytes,
      retryMs: 1,
    },
  });
  // An MP4 of three parts and a bit: what is in a box named `free` is nobody's.
  const padding = Buffer.alloc(3 * partBytes);
  padding.writeUInt32BE(padding.length);
  padding.write("free", 4, "latin1");
  video = Buffer.concat([await readFile(await clip("plain")), padding]);
  url = engine.serve("film.mp4", video);
});
afterAll(async () => {
  await engine.close();
  await Promise.all([youtube, vimeo, facebook].map((service) => service.close()));
});
beforeEach(() => {
  for (const service of [youtube, vimeo, facebook]) service.calm();
});

const onYoutube = () => ({
  task_name: "video.upload.youtube",
  url,
  access_token: "yt-token",
  developer_key: "dev-key",
  title: "A film",
  description: "Of two seconds",
  tags: ["short", "test"],
  privacy_status: "unlisted",
});
const onVimeo = () => ({
  task_name: "video.upload.vimeo",
  url,
  oauth2_token: "vimeo-token",
  title: "A film",
});
const onFacebook = () => ({
  task_name: "video.upload.fb",
  url,
  access_token: "fb-token",
  app_secret: "app-secret",
  title: "A film",
  privacy: "SELF",
  no_story: true,
});

describe("video.upload.youtube", () => {
  test("sends the video and what it is in resumable parts", async () => {
    expect(await engine.runOne(onYoutube())).toMatchObject({
      ...answers,
      result: { output: "https://www.youtube.com/watch?v=abc123_-XYZ", duration: 2 },
    });
    const sent = youtube.videos.at(-1);
    expect(sent?.facts).toEqual({
      key: "dev-key",
      snippet: { title: "A film", description: "Of two seconds", tags: ["short", "test"], categoryId: "22" },
      status: { privacyStatus: "unlisted" },
    });
    expect(sent?.isFinished && sent.bytes.equals(video)).toBe(true);
  });

  test("goes on from where YouTube has it after a cut and a busy server", async () => {
    youtube.trouble({ kind: "cut", afterBytes: 100_000 }, { kind: "busy", status: 503 });
    expect(await engine.runOne(onYoutube())).toMatchObject(answers);
    const sent = youtube.videos.at(-1);
    expect(sent?.bytes.equals(video)).toBe(true);
    // One session; nothing that had arrived was sent again.
    expect(youtube.calls.filter((call) => call.startsWith("POST"))).toHaveLength(1);
  });

  test("tells YouTube's own words", async () => {
    youtube.trouble({
      kind: "refuse",
      status: 403,
      json: { error: { message: "The request exceeds your quota.", errors: [{ reason: "quotaExceeded" }] } },
    });
    expect(await engine.runOne(onYoutube())).toMatchObject({
      status: "error",
      error: "YouTube: The request exceeds your quota. (quotaExceeded)",
    });
    expect(await engine.runOne({ ...onYoutube(), access_token: "old" })).toMatchObject({
      error: "YouTube: Invalid Credentials (authError)",
    });
    youtube.trouble(...Array.from({ length: 20 }, () => ({ kind: "busy", status: 500 }) as const));
    expect(await engine.runOne(onYoutube())).toMatchObject({ error: "YouTube: answered 500" });
  });

  test("what it needs is said by parameter", async () => {
    const { access_token, title, ...rest } = onYoutube();
    expect(await engine.runOne({ ...rest, privacy_status: "secret" })).toMatchObject({
      error: {
        parameters: {
          access_token: ["this field is required"],
          title: ["this field is required"],
          privacy_status: ["invalid choice"],
        },
      },
    });
    expect(await engine.runOne({ ...onYoutube(), url: engine.serve("page.mp4", "<html>") })).toMatchObject({
      error: { parameters: { url: ["the file is not a video"] } },
    });
  });
});

test("a task's result can be stored on YouTube", async () => {
  const task_store = { type: "youtube", access_token: "yt-token", developer_key: "dev-key", title: "Made" };
  const status = await engine.runOne({ task_name: "video.convert", url, width: 64, height: 36, task_store });
  expect(status).toMatchObject({
    status: "success",
    result: { width: 64, output: "https://www.youtube.com/watch?v=abc123_-XYZ" },
  });
  expect(youtube.videos.at(-1)?.facts).toMatchObject({ snippet: { title: "Made" } });
});

describe("video.upload.vimeo", () => {
  test("sends the video by tus and tells the space that is left", async () => {
    vimeo.trouble({ kind: "cut", afterBytes: 7 }, { kind: "busy", status: 502 });
    expect(await engine.runOne(onVimeo())).toMatchObject({
      ...answers,
      result: {
        output: expect.stringMatching(/^https:\/\/vimeo\.com\/\d+$/),
        duration: 2,
        free_space: 5_000_000,
        uploaded_file_size: video.length,
      },
    });
    const sent = vimeo.videos.at(-1);
    expect(sent?.isFinished && sent.bytes.equals(video)).toBe(true);
    expect(sent?.facts).toMatchObject({ name: "A film", upload: { approach: "tus", size: video.length } });
  });

  test("tells Vimeo's own words, and asks for OAuth 2 where OAuth 1 is given", async () => {
    expect(await engine.runOne({ ...onVimeo(), oauth2_token: "old" })).toMatchObject({
      error: "Vimeo: You must provide a valid authenticated access token. The access token was not found.",
    });
    const { oauth2_token, ...rest } = onVimeo();
    expect(await engine.runOne({ ...rest, consumer_key: "k", consumer_secret: "s" })).toMatchObject({
      error: { parameters: { oauth2_token: ["this field is required"] } },
    });
  });
});

describe("video.upload.fb", () => {
  test("sends the video in chunks, proves the app, and finishes with what it is", async () => {
    expect(await engine.runOne(onFacebook())).toMatchObject({
      ...answers,
      result: { output: "https://www.facebook.com/watch/?v=900", duration: 2 },
    });
    const sent = facebook.videos.at(-1);
    expect(sent?.isFinished && sent.bytes.equals(video)).toBe(true);
    expect(sent?.facts).toMatchObject({ title: "A film", privacy: '{"value":"SELF"}', no_story: "true" });
  });

  test("goes on from the offset that Facebook tells", async () => {
    facebook.trouble({ kind: "cut", afterBytes: 50_000 }, { kind: "busy", status: 500 });
    expect(await engine.runOne(onFacebook())).toMatchObject(answers);
    expect(facebook.videos.at(-1)?.bytes.equals(video)).toBe(true);
  });

  test("tells Facebook's own words", async () => {
    expect(await engine.runOne({ ...onFacebook(), access_token: "old" })).toMatchObject({
      error: "Facebook: Invalid OAuth access token.",
    });
  });
});
