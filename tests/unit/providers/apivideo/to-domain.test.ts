import { expect, test } from "vitest";
import { toDomainAsset } from "#lib/providers/apivideo/to-domain.ts";
import type { WireVideo, WireVideoStatus } from "#lib/providers/apivideo/wire/videos.ts";

const video: WireVideo = {
  videoId: "vi1",
  title: "Harbour",
  assets: { hls: "https://vod.example.com/vi1/hls", thumbnail: "https://vod.example.com/vi1/thumbnail.jpg" },
};
const statusOf = (playable: boolean, ...qualities: string[]): WireVideoStatus => ({
  ingest: { status: "uploaded" },
  encoding: {
    playable,
    qualities: qualities.map((status, at) => ({ type: "hls", quality: `${240 * (at + 1)}p`, status })),
  },
});
const ours = (picturesPending: boolean): WireVideo => ({
  ...video,
  reelyard: { status: "ready", error: null, playable: true, hasThumbnail: !picturesPending, picturesPending },
});

test.each([
  ["what is planned and waits is shown by its qualities", video, statusOf(true, "encoded", "waiting"), false],
  ["all is made", video, statusOf(true, "encoded", "failed"), false],
  ["it is not ready, which says it all", video, statusOf(false), false],
  ["it plays before its qualities are planned", video, statusOf(true), true],
  ["its pictures are still being made", ours(true), statusOf(true, "encoded"), true],
  ["its pictures are there", ours(false), statusOf(true, "encoded"), false],
  ["a listing does not tell", ours(true), undefined, false],
])("%s: whether more is to come", (_what, wire, status, expected) => {
  expect(toDomainAsset(wire, status).hasMoreToCome ?? false).toBe(expected);
});
