import { describe, expect, test, vi } from "vitest";
import { toHistory } from "#components/assets/asset-history.ts";
import { applyLive } from "#components/assets/asset-live.ts";
import { findPlayable } from "#components/assets/play-source.ts";
import { pressKey } from "#components/assets/video-player.tsx";
import type { Rendition } from "#lib/domain/rendition.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";

const at = (second: number) => `2026-11-21T14:21:${String(second).padStart(2, "0")}.000Z`;
const rendition = (name: string, change: Partial<Rendition> = {}): Rendition => ({
  renditionId: name,
  name,
  kind: "video",
  status: "ready",
  progressPercent: 100,
  queuePosition: null,
  remainingMs: null,
  videoCodec: null,
  audioCodec: null,
  container: null,
  width: null,
  height: null,
  framesPerSecond: null,
  bitrateKbps: null,
  sizeBytes: null,
  durationMs: null,
  url: null,
  error: null,
  startedAt: at(9),
  updatedAt: at(31),
  ...change,
});
const asset: AssetDetail = {
  assetId: "a",
  connectionId: "c",
  provider: "telestream",
  title: "Teaser",
  type: "video",
  status: "encoding",
  durationMs: 30_000,
  width: 1080,
  height: 1920,
  sizeBytes: 24_100_000,
  videoCodec: "h264",
  tags: [],
  posterUrl: null,
  filmstrip: null,
  renditionCount: 0,
  progress: null,
  errorMessage: null,
  createdAt: at(8),
  providerAssetId: "p",
  fileName: "teaser.mp4",
  framesPerSecond: null,
  audioCodec: null,
  bitrateKbps: null,
  connectionName: "Campaigns EU",
  container: null,
  playback: [],
  sourceUrl: null,
  renditions: [],
  abilities: { retry: true, cancel: true, remove: true },
  syncedAt: at(40),
  isStale: false,
  updatedAt: at(32),
};

describe("live messages", () => {
  const working = rendition("h264", { status: "encoding", progressPercent: 10 });
  const message = {
    type: "rendition",
    assetId: "a",
    renditionId: "h264",
    name: "h264",
    status: "encoding",
    progressPercent: 64,
    queuePosition: null,
    remainingMs: 18_000,
    changedAtMs: 0,
  } as const;

  test("progress is drawn at once, without asking the server", () => {
    const { asset: after, isOutdated } = applyLive({ ...asset, renditions: [working] }, message);
    expect(after.renditions[0]).toMatchObject({ progressPercent: 64, remainingMs: 18_000 });
    expect(isOutdated).toBe(false);
  });

  test("a finished rendition is read again: its file is not in the message", () => {
    const done = { ...message, status: "ready", progressPercent: 100 } as const;
    expect(applyLive({ ...asset, renditions: [working] }, done).isOutdated).toBe(true);
  });

  test("other assets' messages change nothing", () => {
    const given = { ...asset, renditions: [working] };
    expect(applyLive(given, { ...message, assetId: "b" })).toEqual({ asset: given, isOutdated: false });
    expect(applyLive(given, { type: "library" }).asset).toBe(given);
  });
});

describe("what happened", () => {
  test("is told oldest first, together where it happened together, with the cause of a failure", () => {
    const renditions = [
      rendition("h264"),
      rendition("h264.hi"),
      rendition("mp3", {
        status: "failed",
        updatedAt: at(32),
        error: { cause: "EncodingError", message: "no audio track" },
      }),
      rendition("webm", { status: "queued", startedAt: null }),
    ];
    expect(toHistory({ ...asset, renditions }, null)).toEqual([
      { at: at(8), words: "Created at Campaigns EU", isFailure: false },
      { at: at(9), words: "h264, h264.hi, mp3 started", isFailure: false },
      { at: at(31), words: "h264, h264.hi ready", isFailure: false },
      { at: at(32), words: "mp3 failed: no audio track", isFailure: true },
    ]);
  });
});

describe("the player", () => {
  const hls = {
    kind: "hls",
    label: "HLS",
    url: "/a.m3u8",
    mimeType: "application/vnd.apple.mpegurl",
  } as const;
  const mp4 = { kind: "file", label: "MP4", url: "/a.mp4", mimeType: "video/mp4" } as const;

  test("takes the best source that the browser plays", () => {
    expect(findPlayable([hls, mp4], { hls: true, file: () => true })).toBe(hls);
    expect(findPlayable([hls, mp4], { hls: false, file: () => true })).toBe(mp4);
    expect(findPlayable([hls, mp4], { hls: false, file: () => false })).toBeUndefined();
  });

  const state = {
    hasStarted: true,
    isPlaying: true,
    isWaiting: false,
    isMuted: false,
    positionMs: 20_000,
    durationMs: 60_000,
    bufferedMs: 0,
    label: null,
    failure: null,
  };
  test.each([
    ["ArrowLeft", 15_000],
    ["ArrowRight", 25_000],
    ["j", 10_000],
    ["l", 30_000],
    ["Home", 0],
    ["5", 30_000],
  ])("%s seeks to %d ms", (key, positionMs) => {
    const player = { state, toggle: vi.fn(), seek: vi.fn(), setMuted: vi.fn() };
    expect(pressKey(key, player, null)).toBe(true);
    expect(player.seek).toHaveBeenCalledWith(positionMs);
  });

  test("space and k toggle, m mutes, other keys are left to the page", () => {
    const player = { state, toggle: vi.fn(), seek: vi.fn(), setMuted: vi.fn() };
    expect([pressKey(" ", player, null), pressKey("k", player, null), pressKey("m", player, null)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(player.toggle).toHaveBeenCalledTimes(2);
    expect(player.setMuted).toHaveBeenCalledWith(true);
    expect(pressKey("x", player, null)).toBe(false);
  });
});
