import { expect, test } from "vitest";
import { Breaker } from "#lib/providers/breaker.ts";

function failing(times: number, nowMs = 0, kind: "provider" | "ownEngine" = "provider"): Breaker {
  const breaker = new Breaker(kind);
  for (let failure = 0; failure < times; failure++) breaker.failed(nowMs);
  return breaker;
}

test("a host may fail four times in a row and is still asked", () => {
  expect(failing(4).admit(0)).toBe(0);
});

test("a success in between starts the count anew", () => {
  const breaker = failing(4);
  breaker.succeeded();
  breaker.failed(0);
  expect(breaker.admit(0)).toBe(0);
});

test("after five failures in a row a host is left alone for a second", () => {
  const breaker = failing(5);
  expect(breaker.admit(0)).toBe(1000);
  expect(breaker.admit(999)).toBe(1);
  expect(breaker.admit(1000)).toBe(0);
});

test("one call alone tries whether the host is back", () => {
  const breaker = failing(5);
  expect(breaker.admit(1000)).toBe(0);
  expect(breaker.admit(1000)).toBeGreaterThan(0);
  breaker.succeeded();
  expect([breaker.admit(1000), breaker.admit(1000)]).toEqual([0, 0]);
});

test.each([
  ["half a minute", "provider" as const, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]],
  ["two seconds for our own engine", "ownEngine" as const, [1000, 2000, 2000, 2000]],
])("the wait doubles with every failed try, up to %s", (_limit, kind, expected) => {
  const breaker = failing(5, 0, kind);
  let nowMs = 0;
  const waits: number[] = [];
  for (const _wait of expected) {
    const waitMs = breaker.admit(nowMs);
    waits.push(waitMs);
    nowMs += waitMs;
    breaker.admit(nowMs);
    breaker.failed(nowMs);
  }
  expect(waits).toEqual(expected);
});

test("a try whose caller gave up leaves the next one free to try", () => {
  const breaker = failing(5);
  breaker.admit(1000);
  breaker.abandoned();
  expect(breaker.admit(1000)).toBe(0);
});
