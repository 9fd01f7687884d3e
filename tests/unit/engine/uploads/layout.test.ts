import { describe, expect, test } from "vitest";
import { layOutParts, layOutRange, maxParts, partBounds } from "#lib/engine/uploads/layout.ts";

const mebibyte = 1024 * 1024;
const part = 5 * mebibyte;

describe("a file is cut into parts of 5 MiB", () => {
  test.each([
    [1, 1],
    [part - 1, 1],
    [part, 1],
    [part + 1, 2],
    [8 * part, 8],
    [256 * part + 1, 257],
  ])("%i bytes are %i parts", (sizeBytes, partCount) => {
    expect(layOutParts(sizeBytes)).toEqual({ sizeBytes, partSize: part, partCount });
  });

  test.each([
    [8 * part + 1, 16],
    [128 * mebibyte, 32],
    [1024 * mebibyte, 208],
    [256 * part, 256],
  ])("%i bytes are %i, so that eight senders at once end together", (sizeBytes, partCount) => {
    const layout = layOutParts(sizeBytes);
    expect(layout.partCount).toBe(partCount);
    expect(layout.partSize).toBeLessThanOrEqual(part);
    expect(layout.partSize % 4096).toBe(0);
    expect(layout.partSize * partCount).toBeGreaterThanOrEqual(sizeBytes);
  });

  test("and into larger ones only where there would be more than 10,000", () => {
    expect(layOutParts(part * maxParts).partCount).toBe(10_000);
    const larger = layOutParts(part * maxParts + 1);
    expect(larger.partSize).toBe(6 * mebibyte);
    expect(larger.partCount).toBeLessThanOrEqual(maxParts);
  });

  test("sizes beyond 32 bits stay exact", () => {
    const layout = layOutParts(4 * 1024 ** 3 + 1);
    expect(layout.partCount).toBe(820);
    expect(partBounds(layout, 819)).toEqual({ start: 819 * part, length: 4 * 1024 ** 3 + 1 - 819 * part });
    expect(layOutParts(6 * 1024 ** 3).sizeBytes).toBe(6_442_450_944);
  });
});

test("the last part is as long as what is left, and there is none after it", () => {
  const layout = layOutParts(part + 7);
  expect(partBounds(layout, 1)).toEqual({ start: part, length: 7 });
  expect(partBounds(layout, 2)).toBeUndefined();
  expect(partBounds(layout, -1)).toBeUndefined();
  expect(partBounds(layout, 0.5)).toBeUndefined();
});

test("in range mode the file is one part", () => {
  expect(partBounds(layOutRange(12_582_913), 0)).toEqual({ start: 0, length: 12_582_913 });
});
