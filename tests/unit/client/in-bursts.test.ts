import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inBursts } from "#lib/client/in-bursts.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a few at once, and the next few at once again after a rest in which nothing was asked for", () => {
  const act = vi.fn();
  const ask = inBursts(act, { atOnce: 2, restMs: 100 });
  ask();
  ask();
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(2);
  ask();
  ask();
  expect(act).toHaveBeenCalledTimes(4);
});

test("a flood is acted on once per rest, and its last is not forgotten", () => {
  const act = vi.fn();
  const ask = inBursts(act, { atOnce: 2, restMs: 100 });
  for (let ms = 0; ms < 1_000; ms += 10) {
    ask();
    vi.advanceTimersByTime(10);
  }
  expect(act.mock.calls.length).toBeGreaterThanOrEqual(11);
  expect(act.mock.calls.length).toBeLessThanOrEqual(13);
  const before = act.mock.calls.length;
  ask();
  expect(act).toHaveBeenCalledTimes(before);
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(before + 1);
});

test("with none at once, everything waits for the end of a rest", () => {
  const act = vi.fn();
  const ask = inBursts(act, { atOnce: 0, restMs: 100 });
  ask();
  ask();
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(1);
});
