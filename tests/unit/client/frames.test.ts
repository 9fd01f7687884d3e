import { expect, test } from "vitest";
import { frameAt, lastFrame, middleOfFrame } from "#lib/client/frames.ts";

test.each([24, 25, 30_000 / 1001, 60])(
  "at %d frames a second every frame has a moment of its own",
  (rate) => {
    for (const frame of [0, 1, 2, 29, 30, 1_000, 200_000])
      expect(frameAt(middleOfFrame(frame, rate), rate)).toBe(frame);
  },
);

test("a frame begins where the one before it ends", () => {
  expect(frameAt(0, 25)).toBe(0);
  expect(frameAt(0.04, 25)).toBe(1);
  expect(frameAt(0.0399, 25)).toBe(0);
  expect(frameAt(-1, 25)).toBe(0);
});

test("two seconds at 25 end with frame 49", () => {
  expect(lastFrame(2, 25)).toBe(49);
  expect(lastFrame(2.001, 25)).toBe(50);
  expect(lastFrame(0, 25)).toBe(0);
});
