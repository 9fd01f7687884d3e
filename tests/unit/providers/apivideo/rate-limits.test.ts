import { expect, test } from "vitest";
import { RateLimits, rateLimitsOf } from "#lib/providers/apivideo/rate-limits.ts";

const headers = (limit: number, remaining: number, seconds: number) => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-retry-after": String(seconds),
});
const read = { method: "GET", path: "/videos" } as const;
const write = { method: "POST", path: "/videos" } as const;
const upload = { method: "POST", path: "/videos/vi1/source" } as const;

test("calls go at once while more than a tenth is left", () => {
  const limits = new RateLimits();
  expect(limits.waitMs(read, 0)).toBe(0);
  limits.observe(read, headers(100, 11, 30), 0);
  expect(limits.waitMs(read, 0)).toBe(0);
});

test("the last tenth is spread over the rest of the window, each call counted before its answer", () => {
  const limits = new RateLimits();
  limits.observe(read, headers(100, 3, 40), 0);
  expect(limits.waitMs(read, 0)).toBe(10_000);
  expect(limits.waitMs(read, 0)).toBe(13_333);
  expect(limits.waitMs(read, 0)).toBe(20_000);
  expect(limits.waitMs(read, 0)).toBe(40_000);
});

test("with nothing left calls wait for the new window, and are free in it", () => {
  const limits = new RateLimits();
  limits.observe(write, headers(200, 0, 12), 1_000);
  expect(limits.waitMs(write, 1_000)).toBe(12_000);
  expect(limits.waitMs(write, 13_000)).toBe(0);
});

test("uploads, writes and reads have a limit each", () => {
  const limits = new RateLimits();
  limits.observe(upload, headers(100, 0, 60), 0);
  expect(limits.waitMs(write, 0)).toBe(0);
  expect(limits.waitMs({ method: "POST", path: "/upload" }, 0)).toBe(60_000);
  expect(limits.list(0)).toEqual([{ kind: "upload", limit: 100, remaining: 0, resetsAtMs: 60_000 }]);
});

test("what is shown of a window that has run out is whole again", () => {
  const limits = new RateLimits();
  limits.observe(read, headers(500, 0, 5), 0);
  expect(limits.list(5_000)).toMatchObject([{ remaining: 500 }]);
});

test.each<Record<string, string>>([{}, { "x-ratelimit-limit": "many", "x-ratelimit-remaining": "-1" }])(
  "headers that say nothing (%j) change nothing",
  (said) => {
    const limits = new RateLimits();
    limits.observe(read, said, 0);
    expect(limits.list(0)).toEqual([]);
  },
);

test("clients of one account count together, those of another apart", () => {
  expect(rateLimitsOf("https://ws.api.video", "a")).toBe(rateLimitsOf("https://ws.api.video", "a"));
  expect(rateLimitsOf("https://ws.api.video", "a")).not.toBe(rateLimitsOf("https://ws.api.video", "b"));
});
