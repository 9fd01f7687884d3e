import { expect, test } from "vitest";
import { isReadingDue } from "#lib/features/apivideo/recordings-due.ts";

const now = 1_000_000_000;
const read = (secondsAgo: number, onAirSecondsAgo: number | null) => ({
  videoIds: [],
  readAtMs: now - secondsAgo * 1000,
  onAirAtMs: onAirSecondsAgo === null ? null : now - onAirSecondsAgo * 1000,
});

test.each([
  ["never read", undefined, false, true],
  ["read just now, never on air", read(5, null), false, false],
  ["read a minute ago", read(60, null), false, true],
  ["on air: its recording comes after the end", read(5, 0), true, false],
  ["on air, read a minute ago", read(61, 0), true, true],
  ["off air since a moment: asked each time", read(5, 6), false, true],
  ["off air for minutes", read(5, 121), false, false],
])("recordings are asked for again: %s", (_what, last, isBroadcasting, isDue) => {
  expect(isReadingDue(last, isBroadcasting, now)).toBe(isDue);
});
