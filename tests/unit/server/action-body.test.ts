import { describe, expect, test } from "vitest";
import { checkActionBody } from "#lib/server/action-body.ts";

describe("a server action's body", () => {
  test.each([
    ["one plain object", '[{"name":"Ada","tags":["a","b"],"size":1.5,"gone":null}]'],
    ["no arguments", "[]"],
    ["a text that begins with a dollar, as React escapes it", '["$$5 off"]'],
    ["undefined, a date, a big number", '["$undefined","$D2026-11-21T10:00:00.000Z","$n123"]'],
  ])("%s is let through", (_name, text) => {
    expect(() => checkActionBody(text)).not.toThrow();
  });

  test.each([
    ["something that is no JSON", "}{"],
    ["an empty body", ""],
    ["an object instead of arguments", '{"then":"$1:__proto__:then"}'],
    ["a reference to another part", '["$1"]'],
    ["a promise", '["$@0"]'],
    ["a path into a prototype", '["$1:constructor:constructor"]'],
    ["a blob reference", '[{"then":"$B1337"}]'],
    ["a server reference", '["$F1"]'],
    ["form data", '["$K1"]'],
    ["a prototype", '[{"__proto__":{"admin":true}}]'],
    ["a number of 400 digits", `["$n${"9".repeat(400)}"]`],
    ["arrays in arrays in arrays", "[".repeat(200_000) + "]".repeat(200_000)],
    ["depth hidden behind a quoted bracket", `["]]]]",${"[".repeat(40)}${"]".repeat(40)}]`],
  ])("%s is refused", (_name, text) => {
    expect(() => checkActionBody(text)).toThrowError(
      expect.objectContaining({ name: "ActionBodyError", status: 400 }),
    );
  });

  test("a megabyte of nonsense is refused without being parsed", () => {
    expect(() => checkActionBody(`[{"a":`.repeat(150_000))).toThrow("nested too deeply");
  });
});
