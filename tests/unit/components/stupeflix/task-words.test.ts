import { expect, test } from "vitest";
import { readError, readProgress, toCurl } from "#components/stupeflix/task-words.ts";

test.each([
  [null, null, []],
  [42, 42, []],
  [140, 100, []],
  [Number.NaN, null, []],
  ["12.5 %", 12.5, []],
  ["rendering", null, [{ name: "", value: "rendering" }]],
  [{ percent: 30, frames_done: 90 }, 30, [{ name: "frames done", value: "90" }]],
  [{ step: "mix" }, null, [{ name: "step", value: "mix" }]],
  [[0, 100], 50, []],
  [true, null, []],
])("the progress %j is read", (progress, percent, facts) => {
  expect(readProgress(progress)).toEqual({ percent, facts });
});

test.each([
  [null, null, {}],
  ["unreachable", "unreachable", {}],
  [{ parameters: { url: ["is missing", "is wrong"] } }, null, { url: "is missing; is wrong" }],
  [{ code: 7 }, '{"code":7}', {}],
])("the error %j is read", (error, whole, byParameter) => {
  expect(readError(error)).toEqual({ whole, byParameter });
});

test("a curl names the secret and does not have it, and a quote in a text stays in it", () => {
  const curl = toCurl("http://localhost:1/", { task_name: "hello", name: "it's" });
  expect(curl).toContain("'http://localhost:1/v2/create'");
  expect(curl).toContain("Secret $STUPEFLIX_SECRET");
  expect(curl).toContain(`it'\\''s`);
});
