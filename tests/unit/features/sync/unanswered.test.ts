import { expect, test } from "vitest";
import { Unanswered } from "#lib/features/sync/unanswered.ts";

const asset = (providerAssetId: string, readAtMs = 0) => ({ providerAssetId, readAt: new Date(readAtMs) });

test("what is read is asked after again at once, what is not after 2, 4, 8 … looks, and never less than 64", () => {
  const unanswered = new Unanswered(1_000);
  const asked: number[] = [];
  for (let second = 0; second <= 400; second++) {
    const chosen = unanswered.choose([asset("fails"), asset("works", second)], 50, second * 1_000);
    expect(chosen).toContain("works");
    if (chosen.includes("fails")) asked.push(second);
  }
  expect(asked).toEqual([0, 2, 6, 14, 30, 62, 126, 190, 254, 318, 382]);
});

test("no more than allowed are asked after, the longest unread first, and the rest at the next look", () => {
  const unanswered = new Unanswered(1_000);
  const due = [asset("a"), asset("b"), asset("c")];
  expect(unanswered.choose(due, 2, 0)).toEqual(["a", "b"]);
  expect(unanswered.choose(due, 2, 1_000)).toEqual(["c"]);
});
