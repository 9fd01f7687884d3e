import { describe, expect, test } from "vitest";
import { readContentRange, readCrc32, readIndex } from "#lib/engine/protocols/telestream/part-headers.ts";

const size = 12_582_913;

describe("Content-Range as the published clients send it", () => {
  test.each([
    ["a chunk", "bytes 0-5242879/12582913", { kind: "bytes", start: 0 }],
    [
      "a resume that overlaps by one byte",
      "bytes 5242879-10485758/12582913",
      { kind: "bytes", start: 5242879 },
    ],
    [
      "a last chunk that claims an end beyond the file",
      "bytes 10485759-15728638/12582913",
      { kind: "bytes", start: 10485759 },
    ],
    ["a status query", "bytes */12582913", { kind: "status" }],
    ["the documented short form of it", "bytes *", { kind: "status" }],
    ["no header: the whole file", undefined, { kind: "whole" }],
  ])("%s", (_what, value, expected) => {
    expect(readContentRange(value, size)).toEqual(expected);
  });

  test.each([
    ["another total", "bytes 0-5242879/999"],
    ["a start beyond the file", "bytes 12582913-12582914/12582913"],
    ["an end before the start", "bytes 5-2/12582913"],
    ["a negative start", "bytes -5-2/12582913"],
    ["another unit", "items 0-1/12582913"],
    ["nonsense", "bytes"],
    ["a status query with another total", "bytes */1"],
  ])("%s is refused", (_what, value) => {
    expect(() => readContentRange(value, size)).toThrow(/Content-Range/);
  });
});

test("a part's number is a whole number from 0, or absent", () => {
  expect(readIndex("7", "X-Part")).toBe(7);
  expect(readIndex(undefined, "X-Part")).toBeUndefined();
  for (const bad of ["-1", "1.5", "", "x", "0x1", "99999999999999999"]) {
    expect(() => readIndex(bad, "X-Part")).toThrow("X-Part must be a whole number from 0");
  }
});

test("a checksum is eight hex digits", () => {
  expect(readCrc32("CBF43926")).toBe(0xcbf43926);
  expect(() => readCrc32("cbf4")).toThrow("eight hex digits");
});
