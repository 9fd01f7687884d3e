import { describe, expect, test } from "vitest";
import {
  checkAgainst,
  isWhole,
  parseContentRange,
  type UploadState,
} from "#lib/engine/protocols/apivideo/content-range.ts";

const mebibyte = 1024 * 1024;
const refusal = (rule: string) =>
  expect.objectContaining({
    status: 400,
    body: expect.objectContaining({
      type: `https://docs.api.video/reference/video-content-range-${rule}`,
      name: "Content-Range",
    }),
  });

test.each([
  [undefined, { notation: "whole" }],
  ["", { notation: "whole" }],
  ["part 1/3", { notation: "parts", part: 1, total: 3 }],
  ["part 2/*", { notation: "parts", part: 2, total: null }],
  ["part 10000/10000", { notation: "parts", part: 10_000, total: 10_000 }],
  ["bytes 0-5242879/10485760", { notation: "bytes", from: 0, to: 5 * mebibyte - 1, total: 10 * mebibyte }],
  ["bytes 5242880-5242880/5242881", { notation: "bytes", from: 5_242_880, to: 5_242_880, total: 5_242_881 }],
  ["bytes 0-5242879/*", { notation: "bytes", from: 0, to: 5_242_879, total: null }],
])("%j is read", (header, range) => {
  expect(parseContentRange(header)).toEqual(range);
});

test.each([
  ["part", "malformed"],
  ["part 1", "malformed"],
  ["part -1/2", "malformed"],
  ["part 1.5/2", "malformed"],
  ["bytes 0-5", "malformed"],
  ["bytes */100", "malformed"],
  ["octets 0-5/6", "malformed"],
  ["part 0/3", "by-part-part-zero"],
  ["part 1/0", "by-part-total-parts-zero"],
  ["part 4/3", "by-part-part-too-high-total"],
  ["part 10001/*", "by-part-part-too-high-allowed"],
  ["part 1/10001", "by-part-total-parts-too-high"],
  ["bytes 0-0/0", "by-bytes-total-bytes-zero"],
  ["bytes 9-5/100", "by-bytes-from-byte-too-high"],
  ["bytes 0-100/100", "by-bytes-to-byte-too-high-total"],
  ["bytes 0-52428800000/*", "by-bytes-to-byte-too-high-allowed"],
  ["bytes 0-5242879/52428800001", "by-bytes-total-bytes-too-high"],
  ["bytes 0-209715200/300000000", "by-bytes-range-too-large"],
  ["bytes 0-5242878/10485760", "by-bytes-range-too-small"],
])("%j is refused as %s", (header, rule) => {
  expect(() => parseContentRange(header)).toThrow(refusal(rule));
});

describe("an upload that has begun", () => {
  const byParts = (total: number | null, ...parts: number[]): UploadState => ({
    notation: "parts",
    total,
    chunks: parts.map((position) => ({ position, length: 5 * mebibyte })),
  });
  const byBytes = (total: number | null, ...starts: number[]): UploadState => ({
    notation: "bytes",
    total,
    chunks: starts.map((position) => ({ position: position * mebibyte, length: 5 * mebibyte })),
  });

  test.each([
    ["part 2/3", byParts(3, 1), "by-part", undefined],
    ["part 3/3", byParts(null, 1, 2), "the last of an unknown number", undefined],
    ["bytes 5242880-10485759/10485760", byBytes(10 * mebibyte, 0), "by bytes", undefined],
  ])("takes %s", (header, state) => {
    expect(() => checkAgainst(parseContentRange(header), state)).not.toThrow();
  });

  test.each([
    [undefined, byParts(3, 1), "already-initiated"],
    ["bytes 0-5242879/10485760", byParts(3, 1), "started-with-part"],
    ["part 1/3", byBytes(10 * mebibyte, 0), "started-with-bytes"],
    ["part 1/3", byParts(3, 1), "by-part-part-already-sent"],
    ["part 2/4", byParts(3, 1), "by-part-different-total-parts"],
    ["part 1/2", byParts(null, 3), "by-part-total-parts-too-low"],
    ["part 4/*", byParts(3, 1), "by-part-part-too-high-total"],
    ["bytes 5242880-10485759/20971520", byBytes(10 * mebibyte, 0), "by-bytes-different-total-bytes"],
    ["bytes 3145728-8388607/*", byBytes(null, 0), "by-bytes-range-overlap"],
    ["bytes 0-5242879/10485760", byBytes(null, 10), "by-bytes-total-bytes-too-low"],
    ["bytes 10485760-15728639/*", byBytes(10 * mebibyte, 0), "by-bytes-to-byte-too-high-total"],
  ])("refuses %s of %j as %s", (header, state, rule) => {
    expect(() => checkAgainst(parseContentRange(header), state)).toThrow(refusal(rule));
  });

  test("is whole when all parts, or all bytes, of a known total are here", () => {
    expect(isWhole(byParts(2, 1))).toBe(false);
    expect(isWhole(byParts(2, 2, 1))).toBe(true);
    expect(isWhole(byParts(null, 1, 2))).toBe(false);
    expect(isWhole(byBytes(10 * mebibyte, 5, 0))).toBe(true);
    expect(isWhole(byBytes(11 * mebibyte, 5, 0))).toBe(false);
  });
});
