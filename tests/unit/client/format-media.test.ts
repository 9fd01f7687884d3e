import { expect, test } from "vitest";
import { formatBytesOf, formatFrameRate, formatOrdinal } from "#lib/client/format-media.ts";

test("a part of a whole is told in the whole's unit", () => {
  expect(formatBytesOf(1_400_000_000, 2_100_000_000)).toBe("1.4 of 2.1 GB");
  expect(formatBytesOf(0, 412_000_000)).toBe("0 of 412 MB");
  expect(formatBytesOf(3, 9)).toBe("3 of 9 bytes");
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

test("frame rates keep the digits that matter", () => {
  expect([29.97003, 25, 23.976].map(formatFrameRate)).toEqual(["29.97 fps", "25 fps", "23.98 fps"]);
});
