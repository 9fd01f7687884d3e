import { expect, test } from "vitest";
import { hashAccount, isWithinLimits, signInLimits } from "#lib/auth/sign-in-limits.ts";

const none = { known: false, own: 1, address: 1, account: 1 };

test.each([
  ["a first guess", none, true],
  ["the last guess allowed at one account from one address", { ...none, own: signInLimits.pair }, true],
  ["one more than that", { ...none, own: signInLimits.pair + 1 }, false],
  ["an address that guesses at many accounts", { ...none, address: signInLimits.address + 1 }, false],
  ["an account guessed at from many addresses", { ...none, account: signInLimits.account + 1 }, false],
  ["its owner's own browser meanwhile", { known: true, own: 1, address: 99, account: 99 }, true],
  [
    "a known browser that guesses itself",
    { known: true, own: signInLimits.known + 1, address: 1, account: 1 },
    false,
  ],
])("%s", (_name, counts, isAllowed) => {
  expect(isWithinLimits(counts)).toBe(isAllowed);
});

test("accounts are told apart without case and without what was typed", () => {
  expect(hashAccount(" Ada@Example.com ")).toBe(hashAccount("ada@example.com"));
  expect(hashAccount("ada@example.com")).not.toContain("ada");
});
