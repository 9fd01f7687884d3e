import { describe, expect, test } from "vitest";
import {
  changeDetailsInput,
  changedDetails,
  keyOwnersInput,
  type VideoDetails,
} from "#lib/features/ziggeo/schema/details.ts";
import { findJsonFault } from "#lib/features/ziggeo/schema/json-object.ts";
import { toArguments, toDetails } from "#lib/features/ziggeo/to-details.ts";

const before: VideoDetails = {
  key: "",
  title: "River",
  description: "",
  tags: ["a"],
  minDurationSeconds: null,
  maxDurationSeconds: null,
  isVolatile: false,
  deletionDay: null,
  data: "",
};

describe("custom data", () => {
  test.each(["{}", '{"a":1}', '{ "č": ["\\u010d", null, 1e3] }', ' \n {"a":\n{}}\n'])(
    "%j is an object",
    (text) => {
      expect(findJsonFault(text)).toBeUndefined();
    },
  );

  test.each([
    ["no object", "[1]", 1],
    ["a text alone", '"x"', 1],
    ["nothing at all", "", 1],
    ["a missing comma", '{\n  "a": 1\n  "b": 2\n}', 3],
    ["a comma too many", '{\n  "a": 1,\n}', 3],
    ["single quotes", "{\n\n'a': 1}", 3],
    ["a comment", '{\n// why\n"a": 1}', 2],
    ["no closing brace", '{\n"a": {\n"b": 1', 3],
    ["a bare word", '{\n"a": yes}', 2],
    ["something after it", "{}\n{}", 2],
    ["an open text", '{\n"a": "b\n}', 2],
  ])("%s is told with its line", (_what, text, line) => {
    expect(findJsonFault(text)).toMatch(new RegExp(`^Line ${line}: .+\\.$`));
  });
});

describe("a change", () => {
  const faultsOf = (after: object, seen: object = {}) => {
    const parsed = changeDetailsInput.safeParse({ assetId: "a", before: { ...before, ...seen }, after });
    return parsed.error?.issues.map(({ path }) => path.join(".")) ?? [];
  };

  test("names only what is another value", () => {
    expect(changedDetails(before, { ...before, tags: ["a"], title: "Lake" })).toEqual({ title: "Lake" });
    expect(changedDetails(before, before)).toEqual({});
  });

  test.each([
    ["of nothing", {}, ["after"]],
    ["of a key with a slash", { key: "a/b" }, ["after.key"]],
    ["of a key too long", { key: "k".repeat(256) }, ["after.key"]],
    ["of a tag with a comma", { tags: ["a,b"] }, ["after.tags.0"]],
    ["to a negative length", { minDurationSeconds: -1 }, ["after.minDurationSeconds"]],
    ["to a length that is none", { maxDurationSeconds: Number.NaN }, ["after.maxDurationSeconds"]],
    ["to a day gone by", { deletionDay: "2020-01-01" }, ["after.deletionDay"]],
    ["to a day that is none", { deletionDay: "2999-02-30" }, ["after.deletionDay"]],
    ["to data with a fault", { data: "{" }, ["after.data"]],
    [
      "to a shortest above the longest",
      { minDurationSeconds: 5, maxDurationSeconds: 4 },
      ["after.maxDurationSeconds"],
    ],
    ["with an invisible character", { title: "a\0b" }, ["after.title"]],
  ])("%s is refused at its field", (_what, after, fields) => {
    expect(faultsOf(after)).toEqual(fields);
  });

  test("looks at the length that stays, but not where lengths are not touched", () => {
    expect(faultsOf({ minDurationSeconds: 5 }, { maxDurationSeconds: 4 })).toEqual([
      "after.maxDurationSeconds",
    ]);
    expect(faultsOf({ title: "x" }, { minDurationSeconds: 5, maxDurationSeconds: 4 })).toEqual([]);
  });

  test("may take everything away", () => {
    expect(
      faultsOf({ key: "", title: "", tags: [], minDurationSeconds: null, deletionDay: null, data: "" }),
    ).toEqual([]);
  });
});

test("keys are asked for one or many, with commas in them", () => {
  expect(keyOwnersInput.parse({ assetId: "a", key: "x,y" }).key).toEqual(["x,y"]);
  expect(keyOwnersInput.parse({ assetId: "a", key: ["x", "y"] }).key).toEqual(["x", "y"]);
});

describe("what Ziggeo says", () => {
  const wire = { token: "t".repeat(32) };

  test("is shown without nulls", () => {
    expect(toDetails({ ...wire, tags: "a, b", data: [] })).toEqual({
      ...before,
      title: "",
      tags: ["a", "b"],
    });
    expect(toDetails({ ...wire, data: { a: [1] }, max_duration: 0 })).toMatchObject({
      data: '{\n  "a": [\n    1\n  ]\n}',
      maxDurationSeconds: null,
    });
  });

  test("has a day of deletion: the moment our engine names, else counted from when it was made", () => {
    const created = Date.parse("2026-11-01T12:00:00Z") / 1000;
    expect(toDetails({ ...wire, created, expiration_days: 3 }).deletionDay).toBe("2026-11-04");
    const reelyard = { expires_at: Date.parse("2026-12-24T00:00:00Z") / 1000 };
    expect(toDetails({ ...wire, created, expiration_days: 3, reelyard }).deletionDay).toBe("2026-12-24");
    expect(toDetails(wire).deletionDay).toBeNull();
  });

  test("hears only what is changed, and nothing for what is taken away", () => {
    expect(toArguments({})).toEqual({});
    expect(toArguments({ deletionDay: "2026-12-24", data: '{"a":1}', key: "k" })).toEqual({
      expire_on: "2026-12-24",
      data: { a: 1 },
      key: "k",
    });
    expect(toArguments({ deletionDay: null, data: " ", minDurationSeconds: null })).toEqual({
      expiration_days: 0,
      data: null,
      min_duration: null,
    });
  });
});
