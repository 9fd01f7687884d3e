import { expect, test } from "vitest";
import { toGroups } from "#lib/engine/media/reverse/frame-groups.ts";
import { buildChunkArgs, hasLongGroup, planChunks, rateOf } from "#lib/engine/media/reverse/reverse-plan.ts";
import { turnRound } from "#lib/engine/media/reverse/reverser/reverse-samples.ts";

test("frames belong to the last key frame that is not shown after them, whatever their packets' order", () => {
  // An open group: the frame at 0.96 comes after the key frame at 1 and is shown before it.
  const shown = [0, 0.08, 0.04, 1, 0.96, 1.04];
  expect(toGroups(shown, [0, 1], { origin: 0, end: 1.08 })).toEqual({
    groups: [
      { start: 0, frames: 4 },
      { start: 1, frames: 2 },
    ],
    frameCount: 6,
    seconds: 1.08,
  });
});

test("what is shown before the first key frame is not counted, and a clock that begins late is", () => {
  expect(toGroups([1.4, 1.36, 1.44], [1.4], { origin: 1.36, end: 1.48 })).toMatchObject({
    groups: [{ start: expect.closeTo(0.04), frames: 2 }],
    frameCount: 2,
  });
  expect(toGroups([0, 1], [], { origin: 0, end: 2 })).toBeUndefined();
});

test("short groups are decoded together, long ones apart, and the last chunk comes first", () => {
  const groups = [
    { start: 0, frames: 3 },
    { start: 1, frames: 4 },
    { start: 2, frames: 20 },
    { start: 3, frames: 2 },
  ];
  expect(planChunks(groups, 8)).toEqual([
    { start: 3, isLong: true, skip: 0, frames: 2 },
    { start: 2, isLong: true, skip: 16, frames: 4 },
    { start: 2, isLong: true, skip: 8, frames: 8 },
    { start: 2, isLong: true, skip: 0, frames: 8 },
    { start: 0, isLong: true, skip: 0, frames: 7 },
  ]);
  expect(hasLongGroup(groups, 8)).toBe(false);
  expect(hasLongGroup(groups, 3)).toBe(true);
});

test("a chunk begins at its key frame: past it where ffmpeg seeks too early, else not a rounding after it", () => {
  const source = { file: "a", formatName: "mp4", filters: [] };
  const argsOf = (isLong: boolean) => buildChunkArgs(source, { start: 2, isLong, skip: 3, frames: 5 });
  const seekOf = (args: readonly string[]) => args.slice(args.indexOf("-ss"), args.indexOf("-ss") + 2);
  expect(seekOf(argsOf(false))).toEqual(["-ss", "1.999500"]);
  expect(seekOf(argsOf(true))).toEqual(["-ss", "2.135000"]);
  expect(argsOf(true)).toEqual(
    expect.arrayContaining([
      "-noaccurate_seek",
      "select='gte(t,-0.1355)',select='gte(n,3)',format=yuv420p",
      "-frames:v",
      "5",
    ]),
  );
});

test.each([
  [250, 10, { frames: 25, seconds: 1 }],
  [300, 10.01, { frames: 30_000, seconds: 1001 }],
  [33, 2, { frames: 16_500, seconds: 1000 }],
])("%i frames in %f seconds have their own rate", (frames, seconds, rate) => {
  expect(rateOf(frames, seconds)).toEqual(rate);
});

test("samples are turned round, their bytes are not", () => {
  const block = Buffer.from([1, 2, 3, 4, 5, 6]);
  turnRound(block, 2);
  expect([...block]).toEqual([5, 6, 3, 4, 1, 2]);
});
