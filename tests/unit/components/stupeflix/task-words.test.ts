import { expect, test } from "vitest";
import { mediumOf } from "#components/stupeflix/medium.ts";
import { readError, readProgress } from "#components/stupeflix/task-words.ts";

test.each([
  [null, null, []],
  [42, 42, []],
  [140, 100, []],
  [Number.NaN, null, []],
  ["12.5 %", 12.5, []],
  ["rendering", null, [{ name: "", value: "rendering" }]],
  [{ percent: 30, frames_done: 90 }, 30, [{ name: "frames done", value: "90" }]],
  [{ step: "mix" }, null, [{ name: "step", value: "mix" }]],
  [{ done: 3, total: 12 }, 25, [{ name: "", value: "3 of 12" }]],
  [
    { frame: 50, total_frames: 40 },
    null,
    [
      { name: "frame", value: "50" },
      { name: "total frames", value: "40" },
    ],
  ],
  [true, null, []],
])("the progress %j is read", (progress, percent, facts) => {
  expect(readProgress(progress)).toEqual({ percent, facts });
});

test.each([
  [null, null, {}],
  ["unreachable", "unreachable", {}],
  [{ parameters: { url: ["is missing", "is wrong"] } }, null, { url: "is missing\nis wrong" }],
  [{ code: 7 }, '{"code":7}', {}],
])("the error %j is read", (error, whole, byParameter) => {
  expect(readError(error)).toEqual({ whole, byParameter });
});

test("what goes on side by side is told apart", () => {
  expect(readProgress([0, "100 %"])).toEqual({ percent: 50, facts: [], parts: [0, 100] });
});

test.each([
  ["/engine/stupeflix/storage/K/dragon-image.thumb-IeWutW", "image"],
  ["https://x/storage/K/dragon-audio.waveform-abc123", "image"],
  ["K/dragon-video.reverse-abc123", "video"],
  ["K/dragon-audio.convert-abc123", "audio"],
  ["K/360p/export.mp4", "video"],
  ["https://x/a.PNG?token=b.mp4", "image"],
  ["K/dragon-hello-abc123", "other"],
  ["notes", "other"],
])("the file %s is a %s", (address, medium) => {
  expect(mediumOf(address)).toBe(medium);
});
