import { expect, test } from "vitest";
import { createMissLimit } from "#lib/server/miss-limit.ts";

test("sixty wrong guesses a minute from one address, and no more; others are not held up", () => {
  let nowMs = 0;
  const limit = createMissLimit(() => nowMs);
  for (let guess = 0; guess < 60; guess++) {
    expect(limit.isOver("192.0.2.1")).toBe(false);
    limit.count("192.0.2.1");
  }
  expect(limit.isOver("192.0.2.1")).toBe(true);
  expect(limit.isOver("192.0.2.2")).toBe(false);
  nowMs = 60_000;
  expect(limit.isOver("192.0.2.1")).toBe(false);
});
