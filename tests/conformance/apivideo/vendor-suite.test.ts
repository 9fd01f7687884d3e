import { createReadStream } from "node:fs";
import ApiVideoClient from "@api.video/nodejs-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApivideoFiles, makeApivideoFiles } from "#tests/support/apivideo-files.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";

/**
 * The calls of the vendor's own suite against its sandbox (`test/sandbox.spec.ts` of @api.video/nodejs-client 2.6.8,
 * in the npm package), in its order and with what it expects; the files are ours.
 */
let running: TestEngine;
let files: ApivideoFiles;
let client: ApiVideoClient;

beforeAll(async () => {
  [running, files] = await Promise.all([startTestEngine(), makeApivideoFiles()]);
  client = new ApiVideoClient({
    apiKey: running.credentials.apivideo.apiKey,
    baseUri: running.credentials.apivideo.baseUrl,
    chunkSize: 5 * 1024 * 1024,
    applicationName: "client-integration-tests",
    applicationVersion: "2.2.6",
  });
});
afterAll(async () => {
  await running.close();
  await files.dispose();
});

const create = async (title: string) => (await client.videos.create({ title })).videoId;

test("getAccessToken returns an access token", async () => {
  const accessToken = await client.getAccessToken();
  for (const name of ["accessToken", "expiresIn", "refreshToken", "tokenType"]) {
    expect(accessToken).toHaveProperty(name);
  }
});

test("lists say their content type", async () => {
  const { headers } = await client.videos.listWithResponseHeaders();
  expect(headers).toHaveProperty("content-type");
});

test("a watermark is made, listed, used and deleted", async () => {
  const watermark = await client.watermarks.upload(files.at("test.jpg"));
  expect(typeof watermark.watermarkId).toBe("string");
  expect((await client.watermarks.list({})).data.length).toBeGreaterThan(0);
  const video = await client.videos.create({
    title: "Nodejs - watermark",
    watermark: { id: watermark.watermarkId, top: "0px", left: "0px", width: "100px", height: "100px" },
  });
  expect(video.title).toBe("Nodejs - watermark");
  await client.videos.delete(video.videoId);
  await client.watermarks.delete(watermark.watermarkId ?? "");
});

test("a progressive upload answers with the video at its last part", async () => {
  const title = "Nodejs - progressive upload";
  const videoId = await create(title);
  const session = client.videos.createUploadProgressiveSession(videoId);
  const first = await session.uploadPart(files.at("10m.mp4.part.a"));
  expect(Object.keys(first).filter((name) => first[name as keyof typeof first] !== undefined)).toEqual([
    "videoId",
  ]);
  await session.uploadPart(files.at("10m.mp4.part.b"));
  const video = await session.uploadLastPart(files.at("10m.mp4.part.c"));
  expect(video.title).toBe(title);
  const status = await until("the film to be read", async () => {
    const read = await client.videos.getStatus(videoId);
    return read.encoding?.metadata?.width ? read : undefined;
  });
  expect(status.ingest).toMatchObject({ status: "uploaded", filesize: 10 * 1024 * 1024 + 12_345 });
  await client.videos.delete(videoId);
});

test("a progressive upload by token names its video after the first part", async () => {
  const { token = "" } = await client.uploadTokens.createToken();
  const session = client.videos.createUploadWithUploadTokenProgressiveSession(token);
  await session.uploadPart(files.at("10m.mp4.part.a"));
  await session.uploadPart(files.at("10m.mp4.part.b"));
  const video = await session.uploadLastPart(files.at("10m.mp4.part.c"));
  expect(video.title).toBe("10m.mp4.part.a");
  await client.videos.delete(video.videoId);
  await client.uploadTokens.deleteToken(token);
});

test.each(["558k.mp4", "10m.mp4"])("a regular upload of %s", async (name) => {
  const videoId = await create("Nodejs - regular upload");
  const video = await client.videos.upload(videoId, files.at(name));
  expect(video.title).toBe("Nodejs - regular upload");
  await client.videos.delete(videoId);
});

test("a small upload by token", async () => {
  const { token = "" } = await client.uploadTokens.createToken({ ttl: 60 });
  const video = await client.videos.uploadWithUploadToken(token, files.at("558k.mp4"));
  expect(video.title).toBe("558k.mp4");
  await client.videos.delete(video.videoId);
});

test("videos are found by all of their tags, and no more by one that was removed", async () => {
  const { videoId } = await client.videos.create({ title: "Nodejs - video tags", tags: ["tag1", "tag2"] });
  expect((await client.videos.list({ tags: ["tag1"] })).data).toHaveLength(1);
  expect((await client.videos.list({ tags: ["tag1", "tag2"] })).data).toHaveLength(1);
  await client.videos.update(videoId, { tags: ["tag1"] });
  expect((await client.videos.list({ tags: ["tag1", "tag2"] })).data).toHaveLength(0);
  await client.videos.delete(videoId);
});

test("thumbnails come from a path, from a stream, and from an instant of a video that has no source", async () => {
  const videoId = await create("Nodejs - thumbnails");
  const byPath = await client.videos.uploadThumbnail(videoId, files.at("test.jpg"));
  const byStream = await client.videos.uploadThumbnail(videoId, createReadStream(files.at("test.jpg")));
  const picked = await client.videos.pickThumbnail(videoId, { timecode: "00:15:22.05" });
  expect([byPath, byStream, picked].map((video) => video.videoId)).toEqual([videoId, videoId, videoId]);
  await client.videos.delete(videoId);
});

test("captions and chapters come, are read, made the default, and go", async () => {
  const videoId = await create("Nodejs - captions");
  expect((await client.captions.upload(videoId, "en", files.at("en.vtt"))).srclang).toBe("en");
  expect((await client.captions.get(videoId, "en")).srclang).toBe("en");
  const caption = await client.captions.update(videoId, "en", { _default: true });
  expect([caption.srclang, caption._default, caption.languageName]).toEqual(["en", true, "English"]);
  await client.captions.delete(videoId, "en");
  expect((await client.chapters.upload(videoId, "en", files.at("en.vtt"))).language).toBe("en");
  expect((await client.chapters.get(videoId, "en")).language).toBe("en");
  await client.chapters.delete(videoId, "en");
  await client.videos.delete(videoId);
});

test("a player theme is made, changed, given a logo, and deleted", async () => {
  const theme = await client.playerThemes.create({ name: "test" });
  expect(typeof theme.playerId).toBe("string");
  const properties = {
    name: "test2",
    text: "rgba(255, 255, 255, .95)",
    link: "rgba(255, 0, 0, .95)",
    linkHover: "rgba(255, 255, 255, .75)",
    linkActive: "rgba(255, 0, 0, .75)",
    trackPlayed: "rgba(255, 255, 255, .95)",
    trackUnplayed: "rgba(255, 255, 255, .1)",
    trackBackground: "rgba(0, 0, 0, 0)",
    backgroundTop: "rgba(72, 4, 45, 1)",
    backgroundBottom: "rgba(94, 95, 89, 1)",
    backgroundText: "rgba(255, 255, 255, .95)",
    enableApi: true,
    enableControls: true,
    forceAutoplay: false,
    hideTitle: true,
    forceLoop: true,
  };
  expect(await client.playerThemes.update(theme.playerId, properties)).toMatchObject(properties);
  const branded = await client.playerThemes.uploadLogo(
    theme.playerId,
    files.at("test.png"),
    "https://api.video",
  );
  expect(branded.assets?.link).toBe("https://api.video");
  expect((await client.playerThemes.list({ currentPage: 1, pageSize: 50 })).data).toHaveLength(1);
  await client.playerThemes.delete(theme.playerId);
});

test("a live stream is made, given a picture, and deleted, public or not", async () => {
  const live = await client.liveStreams.create({ name: "This is a live" });
  expect(live.name).toBe("This is a live");
  const pictured = await client.liveStreams.uploadThumbnail(live.liveStreamId, files.at("test.jpg"));
  expect(pictured.name).toBe("This is a live");
  await client.liveStreams.delete(live.liveStreamId);
  const secret = await client.liveStreams.create({ name: "This is a private live", _public: false });
  expect(secret._public).toBe(false);
  await client.liveStreams.delete(secret.liveStreamId);
});

test("all videos can be deleted at once", async () => {
  await Promise.all([1, 2, 3].map((number) => create(`to clean ${number}`)));
  const { data } = await client.videos.list();
  await Promise.all(data.map((video) => client.videos.delete(video.videoId)));
  expect((await client.videos.list()).data).toEqual([]);
});
