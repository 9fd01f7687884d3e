import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatBytesOf,
  formatCodec,
  formatDuration,
  formatOrdinal,
  formatWait,
} from "#lib/client/format-media.ts";

describe("media facts read the way people say them", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [805_301, "805 kB"],
    [999_600, "1 MB"],
    [24_100_000, "24.1 MB"],
    [412_000_000, "412 MB"],
    [2_100_000_000, "2.1 GB"],
    [6_442_450_944_000, "6.4 TB"],
  ])("%d bytes", (bytes, words) => expect(formatBytes(bytes)).toBe(words));

  test("a part of a whole is told in the whole's unit", () => {
    expect(formatBytesOf(1_400_000_000, 2_100_000_000)).toBe("1.4 of 2.1 GB");
    expect(formatBytesOf(0, 412_000_000)).toBe("0 of 412 MB");
    expect(formatBytesOf(3, 9)).toBe("3 of 9 B");
  });

  test.each([
    [0, "0:00"],
    [42_000, "0:42"],
    [728_000, "12:08"],
    [3_800_000, "1:03:20"],
  ])("%d ms on a clock", (ms, words) => expect(formatDuration(ms)).toBe(words));

  test.each([
    [1, "1 s"],
    [59_001, "1 min"],
    [7_800_000, "2 h 10 min"],
    [3_600_000, "1 h"],
  ])("a wait of %d ms is never rounded to nothing", (ms, words) => expect(formatWait(ms)).toBe(words));

  test("codecs have one name whoever read them", () => {
    expect([formatCodec("avc"), formatCodec("h264"), formatCodec("pcm-s16"), formatCodec("weird")]).toEqual([
      "H.264",
      "H.264",
      "PCM",
      "weird",
    ]);
  });

  test("places in a queue", () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(formatOrdinal)).toEqual([
      "1st",
      "2nd",
      "3rd",
      "4th",
      "11th",
      "12th",
      "13th",
      "21st",
      "102nd",
      "111th",
    ]);
  });
});
