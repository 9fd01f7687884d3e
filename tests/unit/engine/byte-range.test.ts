import { expect, test } from "vitest";
import { parseByteRange } from "#lib/engine/byte-range.ts";

const size = 1000;

test.each([
  ["bytes=0-99", { kind: "part", start: 0, end: 99 }],
  ["bytes=900-", { kind: "part", start: 900, end: 999 }],
  ["bytes=-100", { kind: "part", start: 900, end: 999 }],
  ["bytes=-5000", { kind: "part", start: 0, end: 999 }],
  ["bytes=990-5000", { kind: "part", start: 990, end: 999 }],
  ["bytes=999-999", { kind: "part", start: 999, end: 999 }],
] as const)("%s asks for a part", (header, range) => {
  expect(parseByteRange(header, size)).toEqual(range);
});

test.each(["bytes=1000-", "bytes=5000-6000", "bytes=-0"])("%s lies outside the file", (header) => {
  expect(parseByteRange(header, size)).toEqual({ kind: "unsatisfiable" });
});

test.each([
  undefined,
  "bytes=5-2",
  "bytes=--5",
  "bytes=-",
  "bytes=a-b",
  "items=0-5",
  "bytes=0-1,5-6",
  `bytes=${Array.from({ length: 1000 }, (_unused, index) => `${index}-${index}`).join(",")}`,
  `bytes=0-${"9".repeat(100)}`,
])("%s is answered with the whole file", (header) => {
  expect(parseByteRange(header, size)).toEqual({ kind: "whole" });
});

test("an empty file has no part to give", () => {
  expect(parseByteRange("bytes=0-", 0)).toEqual({ kind: "unsatisfiable" });
});
