import { expect, test } from "vitest";
import { accountLookedAt } from "#components/uploads/account-looked-at.ts";

test.each([
  ["/library?connection=abc&q=x", "abc"],
  ["/connections/abc/live", "abc"],
  ["/connections/abc", "abc"],
  ["/library", undefined],
  ["/library?connection=abc,def", undefined],
  ["/connections", undefined],
  ["/tasks?connection=abc", undefined],
])("%s shows %s", (address, connectionId) => {
  expect(accountLookedAt(new URL(address, "http://localhost"))).toBe(connectionId);
});
