import { describe, expect, test } from "vitest";
import { dockInWords, factsInWords, phaseInWords } from "#components/uploads/upload-words.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";

const view: UploadView = {
  uploadId: "a",
  order: 1,
  phase: "sending",
  pausedBecause: null,
  file: {
    name: "Workshop.mov",
    sizeBytes: 2_100_000_000,
    lastModifiedMs: 0,
    mimeType: "",
    fingerprint: null,
  },
  destination: {
    connectionId: "c",
    connectionName: "Campaigns EU",
    destinationId: "f",
    destinationName: "campaigns",
    renditionNames: [],
    maxSizeBytes: null,
  },
  facts: {
    type: "video",
    durationMs: 48_000,
    width: 1920,
    height: 1080,
    videoCodec: "hevc",
    audioCodec: "aac",
  },
  poster: null,
  partCount: 4,
  sentBytes: 1_400_000_000,
  assetId: null,
  failure: null,
  hasFile: true,
  hasHandle: false,
  segments: [],
  doneParts: null,
  bytesPerSecond: 50_000_000,
  remainingMs: 14_000,
  trouble: null,
  progress: null,
};
const progress = {
  status: "encoding",
  renditionName: "h264.hi",
  percent: 64,
  remainingMs: 18_000,
  queuePosition: null,
  doneCount: 1,
  renditionCount: 5,
  errorMessage: null,
} as const;

describe("what happens to a file, in words", () => {
  test.each<[string, Partial<UploadView>, string]>([
    ["sending", {}, "1.4 of 2.1 GB · 4 parts"],
    [
      "sending on a broken line",
      { trouble: "The connection broke. Trying again…" },
      "The connection broke. Trying again…",
    ],
    ["waiting", { phase: "waiting" }, "Waiting · 0:48, 1920 × 1080, HEVC"],
    ["paused", { phase: "paused", pausedBecause: "person" }, "Paused at 1.4 of 2.1 GB"],
    [
      "interrupted",
      { phase: "paused", pausedBecause: "file-needed" },
      "Interrupted at 1.4 of 2.1 GB. Choose the file again to continue.",
    ],
    ["encoding", { phase: "encoding", progress }, "Encoding h264.hi, 2nd of 5"],
    [
      "queued for the encoder",
      { phase: "encoding", progress: { ...progress, queuePosition: 3 } },
      "Queued for h264.hi, 3rd in line",
    ],
    ["failed", { phase: "failed", failure: { message: "No room.", canRetry: true } }, "No room."],
    ["ready", { phase: "ready" }, "Ready · 0:48, 1920 × 1080, HEVC"],
  ])("%s", (_what, change, words) => {
    expect(phaseInWords({ ...view, ...change })).toBe(words);
  });

  test("facts that nobody knows are left out", () => {
    expect(factsInWords(null)).toBe("");
    const audio = {
      type: "audio",
      durationMs: 65_000,
      width: null,
      height: null,
      videoCodec: null,
      audioCodec: "mp3",
    } as const;
    expect(factsInWords(audio)).toBe("1:05, MP3");
  });
});

describe("the dock's own line", () => {
  const small = { ...view, file: { ...view.file, sizeBytes: 400_000_000 }, sentBytes: 0 };
  test("says which of how many, how fast and how long still", () => {
    const waiting: UploadView = { ...small, phase: "waiting", bytesPerSecond: null };
    const ready: UploadView = { ...small, phase: "ready", bytesPerSecond: null };
    expect(dockInWords([ready, view, waiting])).toEqual({
      title: "Uploading 2 of 3",
      pace: "50 MB/s · 22 s left",
    });
  });

  test("does not count what is paused as moving", () => {
    expect(dockInWords([{ ...view, phase: "paused", bytesPerSecond: null }])).toEqual({
      title: "1 upload paused",
      pace: "",
    });
  });

  test("tells done from failed", () => {
    expect(dockInWords([{ ...view, phase: "ready" }]).title).toBe("1 upload done");
    expect(
      dockInWords([
        { ...view, phase: "ready" },
        { ...view, phase: "failed" },
      ]).title,
    ).toBe("1 upload failed");
  });
});
