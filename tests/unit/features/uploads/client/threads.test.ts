import { describe, expect, test } from "vitest";
import { HostLanes } from "#lib/features/uploads/client/host-lanes.ts";
import { lanesFor, readThreads, threadsInWords } from "#lib/features/uploads/client/threads.ts";

const own = { isOwnHost: true, isMultiplexed: false };
const other = { isOwnHost: false, isMultiplexed: false };
const multiplexed = { isOwnHost: true, isMultiplexed: true };

describe("threads", () => {
  test.each([
    [1, own, 1],
    [4, own, 4],
    [8, own, 4],
    [16, own, 4],
    [8, other, 6],
    [3, other, 3],
    [16, multiplexed, 16],
  ])("%i threads on %j move %i at once", (threads, way, lanes) => {
    expect(lanesFor(threads, way)).toBe(lanes);
  });

  test.each([
    [null, 8],
    ["1", 1],
    ["16", 16],
    ["17", 8],
    ["0", 8],
    ["2.5", 8],
    ["many", 8],
  ])("what was remembered as %j is %i", (text, threads) => expect(readThreads(text)).toBe(threads));

  test("are told as they are: how many move, and why the others wait", () => {
    expect(threadsInWords(4, own)).toBe("4 parts move at once.");
    expect(threadsInWords(1, own)).toBe("One part moves at a time.");
    expect(threadsInWords(16, multiplexed)).toBe("16 parts move at once.");
    expect(threadsInWords(8, own)).toMatch(/^4 parts move at once\. .*six connections.*over HTTP\/2 all 8/);
    expect(threadsInWords(8, other)).toMatch(/^6 parts move at once\./);
  });
});

test("a host's lanes may change while files wait", async () => {
  let open = 1;
  const lanes = new HostLanes(() => open);
  const never = new AbortController().signal;
  const leave = await lanes.enter("a", 1, never);
  let entered = 0;
  const waiting = [2, 3, 4].map((order) =>
    lanes.enter("a", order, never).then(() => {
      entered += 1;
    }),
  );
  open = 3;
  leave();
  await Promise.all(waiting);
  expect(entered).toBe(3);
});
