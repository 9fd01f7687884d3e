import { expect, test } from "vitest";
import { burstThroughKills } from "#tests/support/killed-inbox.ts";

test("a burst of events with two kill -9 in it: all that were answered are kept, each processed once", {
  timeout: 300_000,
}, async () => {
  const count = 1_500;
  const { unanswered, ...counted } = await burstThroughKills({ count, connections: 16 });
  expect(counted).toEqual({ kills: 2, acknowledged: count, lost: [], notOnce: [] });
  expect(unanswered).toBeGreaterThan(0);
});
