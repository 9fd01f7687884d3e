import { describe, expect, test } from "vitest";
import { toDomainAsset, toIso } from "#lib/providers/telestream/to-domain.ts";
import { type WireEncoding, wireEncoding, wireFactory, wireVideo } from "#lib/providers/telestream/wire.ts";

/** The documents' own samples: the Video of the seed reference, a factory of its README. */
const sampleVideo = wireVideo.parse(
  JSON.parse(
    '{"id":"4147fd6f38fb552c38aba1e2b6923892","original_filename":"movie.mp4","extname":".mp4","path":"4147fd6f38fb552c38aba1e2b6923892","source_url":"https://s3.amazonaws.com/bartek-copper/movie.mp4","status":"success","mime_type":"video/mp4","duration":14014,"width":300,"height":240,"fps":29.97,"video_codec":"h264","audio_codec":"aac","video_bitrate":344,"audio_bitrate":112,"audio_channels":2,"audio_sample_rate":44100,"file_size":805301,"created_at":"2015/12/14 14:21:54 +0000","updated_at":"2015/12/14 14:22:04 +0000"}',
  ),
);
const factory = wireFactory.parse({
  id: "abcdeb2cc233daaa26da6e7dd77eabcd",
  name: "bucket_name",
  url: "http://s3.amazonaws.com/some_bucket/",
  upload_original_video: false,
});

const encoding = (own: Partial<WireEncoding>): WireEncoding =>
  wireEncoding.parse({
    id: "6e2a18dfa05645cc759f9b9bd51d8c94",
    video_id: sampleVideo.id,
    profile_name: "h264",
    extname: ".mp4",
    path: "6e2a18dfa05645cc759f9b9bd51d8c94",
    status: "success",
    files: ["6e2a18dfa05645cc759f9b9bd51d8c94.mp4"],
    ...own,
  });
const withEncodings = (...encodings: WireEncoding[]) =>
  toDomainAsset(sampleVideo, { factory, encodings, generation: "v3.0" });

test("the reference's sample video becomes an asset", () => {
  expect(withEncodings()).toMatchObject({
    provider: "telestream",
    providerAssetId: "4147fd6f38fb552c38aba1e2b6923892",
    title: "movie.mp4",
    type: "video",
    status: "ready",
    durationMs: 14_014,
    width: 300,
    height: 240,
    framesPerSecond: 29.97,
    sizeBytes: 805_301,
    bitrateKbps: 456,
    container: { id: factory.id, name: "bucket_name" },
    createdAt: "2015-12-14T14:21:54.000Z",
    posterUrl: null,
    filmstrip: null,
    sourceUrl: null,
  });
});

test("v3.1 counts seconds and bits where v3.0 counts milliseconds and kilobits", () => {
  const video = { ...sampleVideo, duration: 14, video_bitrate: 344_000, audio_bitrate: 112_000 };
  const asset = toDomainAsset(video, { factory, encodings: [], generation: "v3.1" });
  expect(asset).toMatchObject({ durationMs: 14_000, bitrateKbps: 456 });
});

describe("status", () => {
  test.each([
    ["its import runs", { status: "processing" as const }, [], "importing"],
    ["its import failed", { status: "fail" as const }, [], "failed"],
    ["an encoding runs", {}, [encoding({ status: "processing" })], "encoding"],
    ["its encodings ended, one in failure", {}, [encoding({ status: "fail" }), encoding({})], "ready"],
  ])("when %s", (_when, own, encodings, status) => {
    const asset = toDomainAsset({ ...sampleVideo, ...own }, { factory, encodings, generation: "v3.0" });
    expect(asset.status).toBe(status);
  });

  test("of an encoding: having started tells running from waiting; our engine says it itself", () => {
    const of = (own: Partial<WireEncoding>) => withEncodings(encoding(own)).renditions[0];
    expect(of({ status: "processing", encoding_progress: 0 })?.status).toBe("queued");
    expect(of({ status: "processing", encoding_progress: 12 })).toMatchObject({
      status: "encoding",
      progressPercent: 12,
    });
    expect(of({ status: "success", encoding_progress: 87 })?.progressPercent).toBe(100);
    expect(of({ status: "fail", error_class: "EncodingError", error_message: "x" })).toMatchObject({
      status: "failed",
      error: { cause: "EncodingError", message: "x" },
      url: null,
    });
    const told = { queue_position: 3, remaining_seconds: null };
    expect(of({ status: "processing", reelyard: { ...told, state: "queued" } })?.queuePosition).toBe(3);
    expect(
      of({
        status: "processing",
        reelyard: { queue_position: null, remaining_seconds: 4, state: "encoding" },
      })?.remainingMs,
    ).toBe(4000);
    expect(of({ status: "fail", reelyard: { ...told, state: "cancelled" } })?.status).toBe("cancelled");
  });
});

test("the player is offered the master playlist, then files from large to small", () => {
  const asset = withEncodings(
    encoding({ profile_name: "h264", height: 480 }),
    encoding({ profile_name: "h264.hi", height: 720, files: ["hi.mp4"] }),
    encoding({
      profile_name: "hls.480p",
      extname: ".m3u8",
      width: 854,
      height: 480,
      files: ["v.m3u8", "v-00001.ts"],
    }),
    encoding({ profile_name: "hls", extname: ".m3u8", files: ["master.m3u8"] }),
    encoding({ profile_name: "webm", extname: ".webm", status: "processing", files: [] }),
  );
  expect(asset.playback.map(({ kind, url }) => [kind, url])).toEqual([
    ["hls", "http://s3.amazonaws.com/some_bucket/master.m3u8"],
    ["file", "http://s3.amazonaws.com/some_bucket/hi.mp4"],
    ["file", "http://s3.amazonaws.com/some_bucket/6e2a18dfa05645cc759f9b9bd51d8c94.mp4"],
  ]);
});

test("a factory that keeps originals serves them", () => {
  const keeping = { ...factory, upload_original_video: true };
  const asset = toDomainAsset(sampleVideo, { factory: keeping, encodings: [], generation: "v3.0" });
  expect(asset.sourceUrl).toBe("http://s3.amazonaws.com/some_bucket/4147fd6f38fb552c38aba1e2b6923892.mp4");
  expect(asset.playback).toMatchObject([{ kind: "file", label: "Original" }]);
});

test("dates are read in the wire's one form; v2's empty string is no date", () => {
  expect(toIso("2015/12/14 14:22:04 +0000")).toBe("2015-12-14T14:22:04.000Z");
  expect(toIso("2015/12/14 14:22:04 +0200")).toBe("2015-12-14T12:22:04.000Z");
  expect(toIso("")).toBeUndefined();
  expect(toIso(null)).toBeUndefined();
});
