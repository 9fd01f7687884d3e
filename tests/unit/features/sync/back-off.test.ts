import { describe, expect, test } from "vitest";
import { backOffMs, walkIntervalMs } from "#lib/features/sync/back-off.ts";

describe("how long a failing connection is left alone", () => {
  const wait = (failures: number, given: Partial<Parameters<typeof backOffMs>[0]> = {}) =>
    backOffMs({ cause: "timeout", failures, isLocal: false, ...given }, 1);

  test("the wait doubles from a second to a minute", () => {
    expect([1, 2, 3, 4, 7, 50].map((failures) => wait(failures))).toEqual([
      1_000, 2_000, 4_000, 8_000, 60_000, 60_000,
    ]);
  });

  test("connections that failed together do not come back together", () => {
    expect(backOffMs({ cause: "timeout", failures: 4, isLocal: false }, 0)).toBe(4_000);
  });

  test("what only a person can repair is asked for ever more rarely", () => {
    expect(wait(30, { cause: "unauthorized" })).toBe(300_000);
  });

  test("our own engine is back within seconds, and so are we", () => {
    expect(wait(30, { cause: "refused", isLocal: true })).toBe(2_000);
  });

  test.each([
    ["is obeyed", 30_000, 30_000],
    ["in the past is no reason to hurry", -5, 1_000],
    ["that is absurd is cut to a quarter of an hour", 86_400_000_000, 900_000],
  ])("a Retry-After that %s", (_what, retryAfterMs, expected) => {
    expect(wait(1, { cause: "rate_limited", retryAfterMs })).toBe(expected);
  });
});

describe("how often the whole listing is walked", () => {
  test.each([
    [0, false, 15_000],
    [1_000, false, 66_000],
    [100_000, false, 30 * 60_000],
    [0, true, 300_000],
    [100_000, true, 30 * 60_000],
  ])("%j assets, change feed %j: every %j ms", (assetCount, hasFeed, expected) => {
    expect(walkIntervalMs({ assetCount, hasFeed })).toBe(expected);
  });
});
