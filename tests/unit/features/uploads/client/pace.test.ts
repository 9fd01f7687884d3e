import { describe, expect, test } from "vitest";
import { HostLanes } from "#lib/features/uploads/client/host-lanes.ts";
import { parseRetryAfter, retryDelayMs } from "#lib/features/uploads/client/retry-delay.ts";
import { Speedometer } from "#lib/features/uploads/client/speedometer.ts";

describe("waiting before a repeat", () => {
  test("doubles, is capped at twenty seconds, and half of it is chance", () => {
    const shortest = [1, 2, 3, 8, 20].map((attempt) => retryDelayMs(attempt, () => 0));
    const longest = [1, 2, 3, 8, 20].map((attempt) => retryDelayMs(attempt, () => 1));
    expect(shortest).toEqual([250, 500, 1000, 10_000, 10_000]);
    expect(longest).toEqual([500, 1000, 2000, 20_000, 20_000]);
  });

  test("is as long as the provider asks, up to a minute", () => {
    expect(retryDelayMs(1, () => 0, 7_000)).toBe(7_000);
    expect(retryDelayMs(1, () => 0, 86_400_000)).toBe(60_000);
  });

  test("understands Retry-After as seconds and as a date, and nothing else", () => {
    const now = Date.parse("2026-11-21T12:00:00Z");
    expect(parseRetryAfter("3", now)).toBe(3000);
    expect(parseRetryAfter("Sat, 21 Nov 2026 12:00:05 GMT", now)).toBe(5000);
    expect(parseRetryAfter("Sat, 21 Nov 2026 11:00:00 GMT", now)).toBeNull();
    expect(parseRetryAfter("soon", now)).toBeNull();
    expect(parseRetryAfter(null, now)).toBeNull();
  });
});

describe("measured speed", () => {
  test("says nothing before there is half a second to measure", () => {
    const meter = new Speedometer();
    meter.note(0, 0);
    meter.note(400, 1_000_000);
    expect(meter.bytesPerSecond()).toBeNull();
  });

  test("is of the last seconds, not since the start", () => {
    const meter = new Speedometer(2_000);
    for (let second = 0; second <= 10; second++) meter.note(second * 1000, second < 8 ? second * 10 : 70);
    expect(meter.bytesPerSecond()).toBe(0);
    expect(meter.remainingMs(100)).toBeNull();
  });

  test("starts anew when a part is sent again", () => {
    const meter = new Speedometer();
    meter.note(0, 0);
    meter.note(1000, 500);
    meter.note(1500, 200);
    expect(meter.bytesPerSecond()).toBeNull();
    meter.note(2500, 1200);
    expect(meter.bytesPerSecond()).toBe(1000);
    expect(meter.remainingMs(3000)).toBe(3000);
  });
});

describe("lanes to a host", () => {
  const never = new AbortController().signal;

  test("hold four at once, each host for itself", async () => {
    const lanes = new HostLanes(4);
    const leave = await Promise.all([1, 2, 3, 4].map((order) => lanes.enter("a", order, never)));
    let entered = false;
    const fifth = lanes.enter("a", 5, never).then((exit) => {
      entered = true;
      return exit;
    });
    await lanes.enter("b", 6, never);
    expect(entered).toBe(false);
    leave[0]?.();
    await fifth;
    expect(entered).toBe(true);
  });

  test("let the earlier file in first", async () => {
    const lanes = new HostLanes(1);
    const first = await lanes.enter("a", 1, never);
    const order: number[] = [];
    const waiting = [3, 2].map((each) =>
      lanes.enter("a", each, never).then((exit) => {
        order.push(each);
        exit();
      }),
    );
    first();
    await Promise.all(waiting);
    expect(order).toEqual([2, 3]);
  });

  test("forget who gave up, and a lane is left only once", async () => {
    const lanes = new HostLanes(1);
    const first = await lanes.enter("a", 1, never);
    const gaveUp = new AbortController();
    const second = lanes.enter("a", 2, gaveUp.signal);
    gaveUp.abort(new Error("cancelled"));
    await expect(second).rejects.toThrow("cancelled");
    first();
    first();
    await lanes.enter("a", 3, never);
    let both = false;
    void lanes.enter("a", 4, never).then(() => {
      both = true;
    });
    await Promise.resolve();
    expect(both).toBe(false);
  });
});
