import { expect, test } from "vitest";
import type { TranscodeSettings } from "#lib/engine/library/types.ts";
import { stillTimesMs } from "#lib/engine/media/still-times.ts";
import { mediaFacts, transcodeSettings } from "#tests/support/transcode-settings.ts";

const facts = mediaFacts({ durationMs: 10_000, framesPerSecond: 25 });
const times = (changes: Partial<TranscodeSettings>) => stillTimesMs(facts, transcodeSettings(changes));

test("seven evenly spaced without a word, as many as are asked for", () => {
  expect(times({})).toHaveLength(7);
  expect(times({ frameCount: 2 })).toEqual([2500, 7500]);
});

test("at offsets in seconds or frames, in order, once each, none beyond the end", () => {
  const frameOffsets = [{ frame: 100 }, { ms: 2000 }, { ms: 4000 }, { ms: 60_000 }];
  expect(times({ frameOffsets })).toEqual([2000, 4000]);
  expect(() => times({ frameOffsets: [{ ms: 10_000 }] })).toThrow("beyond the end");
});

test("at an interval from the beginning, at most 500", () => {
  expect(times({ frameInterval: { ms: 4000 } })).toEqual([0, 4000, 8000]);
  expect(times({ frameInterval: { frame: 100 } })).toEqual([0, 4000, 8000]);
  expect(times({ frameInterval: { ms: 1 } })).toHaveLength(500);
});
