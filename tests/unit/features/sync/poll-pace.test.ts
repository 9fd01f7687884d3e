import { describe, expect, test } from "vitest";
import { readsAllowed } from "#lib/features/sync/poll-pace.ts";

/** api.video's production limit, a second between two looks. */
const allowed = (remaining: number, resetsInMs: number, limit = 500) =>
  readsAllowed([{ kind: "read", limit, remaining, resetsAtMs: resetsInMs }], { everyMs: 1_000, nowMs: 0 });

describe("how many assets may be read at a look", () => {
  test("ten where a provider names no limit", () => {
    expect(readsAllowed(undefined, { everyMs: 1_000, nowMs: 0 })).toBe(10);
    expect(readsAllowed([], { everyMs: 1_000, nowMs: 0 })).toBe(10);
  });

  test.each([
    ["half of the limit, spread over its minute", 500, 60_000, 2],
    ["less when others ask, too", 376, 60_000, 1],
    ["more when the minute is nearly over", 500, 15_000, 8],
    ["never more than ten", 500, 0, 10],
    ["nothing of the half that is for people", 251, 60_000, 0],
    ["nothing when nothing is left", 0, 1_000, 0],
  ])("%s", (_what, remaining, resetsInMs, expected) => {
    expect(allowed(remaining, resetsInMs)).toBe(expected);
  });

  test("the sandbox's small limit is used early rather than evenly: somebody waits", () => {
    expect(allowed(100, 60_000, 100)).toBe(1);
  });
});
