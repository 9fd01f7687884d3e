import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { read } from "#tests/support/apivideo-answers.ts";
import { ApivideoCaller } from "#tests/support/apivideo-caller.ts";
import { paddedFilm } from "#tests/support/apivideo-files.ts";
import { BrowserRequest } from "#tests/support/browser-request.ts";
import { startTestEngine, type TestEngine } from "#tests/support/engine.ts";
import { until } from "#tests/support/until.ts";

// Bundled for browsers as a script: not to be imported as a module here.
const { VideoUploader, ProgressiveUploader } = createRequire(import.meta.url)(
  "@api.video/video-uploader",
) as typeof import("@api.video/video-uploader");

const chunkSize = 5 * 1024 * 1024;
let running: TestEngine;
let caller: ApivideoCaller;
let apiHost: string;
let film: File;

beforeAll(async () => {
  running = await startTestEngine();
  // After the engine: its embedded database takes a process with a window for a browser.
  vi.stubGlobal("window", { XMLHttpRequest: BrowserRequest });
  caller = new ApivideoCaller(running);
  apiHost = new URL(caller.baseUrl).host;
  film = new File([new Uint8Array(await paddedFilm(chunkSize + 1_000_000))], "holiday.mp4");
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await running.close();
});

test("@api.video/video-uploader 1.1.6 sends a film in chunks by upload token, until it plays", async () => {
  const { token } = read(await caller.json("POST", "/upload-tokens", { ttl: 60 }), "token");
  const uploader = new VideoUploader({ file: film, uploadToken: token, apiHost, chunkSize, retries: 1 });
  const playable = Promise.withResolvers<string>();
  uploader.onPlayable(({ videoId }) => playable.resolve(videoId));
  const video = await uploader.upload();
  expect(video).toMatchObject({ title: "holiday.mp4", _public: true });
  expect(await playable.promise).toBe(video.videoId);
  const status = read(await caller.call("GET", `/videos/${video.videoId}/status`), "status");
  expect(status.ingest.filesize).toBe(film.size);
});

const newVideo = async () => read(await caller.json("POST", "/videos", { title: "mine" }), "made").videoId;

test("it sends into an existing video by upload token", async () => {
  const { token } = read(await caller.json("POST", "/upload-tokens", { ttl: 60 }), "token");
  const videoId = await newVideo();
  const uploader = new VideoUploader({ file: film, uploadToken: token, videoId, apiHost, chunkSize });
  expect(await uploader.upload()).toMatchObject({ videoId, title: "mine" });
});

test("it sends into a video by API key and by access token, which it renews by itself", async () => {
  const { apiKey } = running.credentials.apivideo;
  const byKey = await newVideo();
  const keyed = new VideoUploader({ file: film, apiKey, videoId: byKey, apiHost, chunkSize });
  expect((await keyed.upload()).title).toBe("mine");

  const tokens = read(await caller.json("POST", "/auth/api-key", { apiKey }), "access");
  const byToken = await newVideo();
  const renewed = new VideoUploader({
    file: film,
    accessToken: "expired.access.token",
    refreshToken: tokens.refresh_token,
    videoId: byToken,
    apiHost,
    chunkSize,
    retryStrategy: () => 10,
  });
  expect((await renewed.upload()).videoId).toBe(byToken);
});

test("its progressive uploads end with the part that says so", async () => {
  const { token } = read(await caller.json("POST", "/upload-tokens", {}), "token");
  const uploader = new ProgressiveUploader({ uploadToken: token, apiHost });
  uploader.uploadPart(film.slice(0, chunkSize));
  const video = await uploader.uploadLastPart(film.slice(chunkSize));
  const status = await until("the film to be read", async () => {
    const told = read(await caller.call("GET", `/videos/${video.videoId}/status`), "status");
    return typeof told.encoding.metadata.width === "number" && told;
  });
  expect(status.ingest).toMatchObject({ status: "uploaded", filesize: film.size });
});
