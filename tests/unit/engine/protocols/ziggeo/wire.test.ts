import { expect, test } from "vitest";
import type { Stream } from "#lib/engine/db/schema/ziggeo-stream.ts";
import type { Video } from "#lib/engine/db/schema/ziggeo-video.ts";
import type { EngineAccount } from "#lib/engine/library/types.ts";
import { asciiJson } from "#lib/engine/protocols/ziggeo/ascii-json.ts";
import { authenticate } from "#lib/engine/protocols/ziggeo/auth.ts";
import { toWireStream, toWireVideo } from "#lib/engine/protocols/ziggeo/to-wire.ts";
import { toDomainAsset } from "#lib/providers/ziggeo/to-domain.ts";
import { wireVideo } from "#lib/providers/ziggeo/wire.ts";
import { credentials } from "../examples.ts";

const place = { host: "127.0.0.1:4101", applicationToken: "APPTOKEN" };

test("JSON is pure ASCII and still says the same", async () => {
  const said = { title: "Žluťoučký kůň 🐎 é \u007f\u2028", tags: ["日本"] };
  const text = await asciiJson(said).text();
  expect(text).toMatch(/^[\u0020-\u007e]*$/);
  expect(JSON.parse(text)).toEqual(said);
});

test.each([
  ["the token and key of the document's example", "Basic QVBQVE9LRU46UFJJVktFWQ==", true],
  ["the scheme in other letters", "bAsIc QVBQVE9LRU46UFJJVktFWQ==", true],
  ["another key", `Basic ${btoa("APPTOKEN:OTHER")}`, false],
  ["another token", `Basic ${btoa("OTHER:PRIVKEY")}`, false],
  ["no key", `Basic ${btoa("APPTOKEN:")}`, false],
  ["no colon", `Basic ${btoa("APPTOKEN")}`, false],
  ["another scheme", "Bearer QVBQVE9LRU46UFJJVktFWQ==", false],
  ["no base64", "Basic %%%", false],
  ["nothing", undefined, false],
  ["an empty header", "", false],
])("with %s: accepted is %3$s", (_what, header, isAccepted) => {
  const account: EngineAccount & { provider: "ziggeo" } = { accountId: "a", provider: "ziggeo" };
  const attempt = () => authenticate({ credentials, ziggeo: account }, header);
  if (isAccepted) expect(attempt()).toBe(account);
  else expect(attempt).toThrow(expect.objectContaining({ status: 401 }));
});

test("empty keys of ours open nothing", () => {
  const open = { ...credentials, ziggeo: { ...credentials.ziggeo, applicationToken: "", privateKey: "" } };
  const attempt = () =>
    authenticate({ credentials: open, ziggeo: { accountId: "a", provider: "ziggeo" } }, `Basic ${btoa(":")}`);
  expect(attempt).toThrow(expect.objectContaining({ status: 401 }));
});

const at = new Date("2026-11-21T10:00:00.900Z");

const upload: Stream = {
  token: "1111111111111111aaaaaaaaaaaaaaaa",
  videoToken: "0123456789abcdef0123456789abcdef",
  accountId: "ziggeo",
  key: null,
  origin: "server",
  parentToken: null,
  state: "ready",
  isBound: true,
  mediaKey: "ab/source.mp4",
  videoType: "mp4",
  imageKey: "ab/poster.jpg",
  imageSize: 0,
  videoSize: 123_456,
  audioSize: 0,
  width: 1920,
  height: 1080,
  durationMs: 2_040,
  hasVideo: true,
  hasAudio: true,
  subtitles: {},
  progressPercent: 0,
  error: null,
  createdAt: at,
  submittedAt: at,
  sequence: 1,
};
const made: Stream = {
  ...upload,
  token: "2222222222222222bbbbbbbbbbbbbbbb",
  origin: "transcode",
  parentToken: upload.token,
  videoSize: 60_000,
  sequence: 2,
};
const video: Video = {
  token: upload.videoToken,
  accountId: "ziggeo",
  key: null,
  state: "ready",
  title: "A clip",
  description: null,
  minDuration: null,
  maxDuration: null,
  enforceDuration: false,
  tags: ["a", "b"],
  data: null,
  volatile: false,
  expirationDays: null,
  expiresAt: null,
  approved: null,
  videoProfile: null,
  metaProfile: null,
  effectProfile: null,
  deviceInfo: null,
  session: null,
  defaultStream: made.token,
  originalStream: upload.token,
  error: null,
  plays: 0,
  fullPlays: 0,
  createdAt: at,
  updatedAt: at,
  submittedAt: at,
  sequence: 1,
};

test("a video's fields stand in the vendor's order, times in Unix seconds", () => {
  const wire = toWireVideo(video, [upload, made], place);
  expect(Object.keys(wire).slice(0, 6)).toEqual([
    "volatile",
    "token",
    "key",
    "state",
    "title",
    "description",
  ]);
  expect(wire).toMatchObject({
    type: "ApiVideo",
    created: 1_795_255_200,
    state: 5,
    state_string: "READY",
    hd: true,
    embed_video_url: `127.0.0.1:4101/v1/applications/APPTOKEN/videos/${video.token}/video.mp4`,
  });
  expect(wire.original_stream).toMatchObject({ streamable_string: "DEGRADED", creation_type: 5 });
  expect(wire.default_stream).toMatchObject({ streamable_string: "YES", creation_type: 1 });
});

test("a stream has the members of the vendor's own example, in its order", () => {
  const shown = Object.keys(toWireStream(upload));
  const documented = [
    ...["volatile", "token", "key", "creation_type", "state", "streamable", "video_type", "video_sub_type"],
    ...["image_size", "video_size", "video_width", "video_height", "duration", "has_video", "has_image"],
    ...["submission_date", "type", "created", "owned", "creation_type_string", "streamable_string"],
    "state_string",
  ];
  expect(shown).toEqual(expect.arrayContaining(documented));
});

test.each<[Video["state"], number, string, string]>([
  ["empty", 1, "EMPTY", "draft"],
  ["processing", 4, "PROCESSING", "encoding"],
  ["ready", 5, "READY", "ready"],
  ["failed", 3, "FAILED", "failed"],
])("a video that is %s is %i, %s on the wire and %s in the library", (state, number, name, domain) => {
  const wire = toWireVideo({ ...video, state }, [upload], place);
  expect([wire.state, wire.state_string]).toEqual([number, name]);
  expect(toDomainAsset(wireVideo.parse(wire), "http://media").status).toBe(domain);
});

test("facts arrive in the library as they are in the engine", () => {
  const wire = JSON.parse(JSON.stringify(toWireVideo(video, [upload, made], place)));
  expect(toDomainAsset(wireVideo.parse(wire), "http://media")).toMatchObject({
    provider: "ziggeo",
    title: "A clip",
    durationMs: 2_040,
    width: 1920,
    height: 1080,
    sizeBytes: 123_456,
    tags: ["a", "b"],
    // Its token is a credential: it must not reach a browser as the name of a folder.
    container: null,
    posterUrl: `http://media/v1/videos/${video.token}/streams/${made.token}/image`,
    sourceUrl: `http://media/v1/videos/${video.token}/streams/${upload.token}/video`,
    playback: [{ label: "Transcoded 1080p", mimeType: "video/mp4" }, { label: "Original" }],
    renditions: [
      { renditionId: upload.token, name: "Original", status: "ready", progressPercent: 100 },
      { renditionId: made.token, name: "Transcoded 1080p", status: "ready" },
    ],
  });
});
