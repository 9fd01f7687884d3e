import { describe, expect, test } from "vitest";
import {
  type BulkEdit,
  findEditFaults,
  planBulkEdit,
  tidyJson,
} from "#lib/features/ziggeo/schema/bulk-edit.ts";
import type { DetailRow, VideoDetails } from "#lib/features/ziggeo/schema/details.ts";

const row = (assetId: string, details: Partial<VideoDetails> = {}, connectionId = "c"): DetailRow => ({
  assetId,
  connectionId,
  name: assetId,
  details: {
    key: "",
    title: assetId,
    description: "",
    tags: [],
    minDurationSeconds: null,
    maxDurationSeconds: null,
    isVolatile: false,
    deletionDay: null,
    data: "",
    ...details,
  },
});
const afters = (rows: readonly DetailRow[], edit: BulkEdit) =>
  planBulkEdit(rows, edit).map(({ after }) => after);
const problems = (rows: readonly DetailRow[], edit: BulkEdit) =>
  planBulkEdit(rows, edit).map(({ problem }) => problem);

describe("a plan", () => {
  test("changes what becomes something else, and leaves the rest", () => {
    const rows = [row("a", { tags: ["x"] }), row("b", { tags: ["x", "new"] })];
    expect(afters(rows, { tags: { how: "add", tags: ["new"] } })).toEqual([{ tags: ["x", "new"] }, {}]);
    expect(afters(rows, { tags: { how: "remove", tags: ["x"] } })).toEqual([{ tags: [] }, { tags: ["new"] }]);
    expect(afters(rows, { tags: { how: "replace", tags: ["x"] } })).toEqual([{}, { tags: ["x"] }]);
  });

  test("sets and takes away", () => {
    const rows = [row("a", { deletionDay: "2999-01-01", description: "old", maxDurationSeconds: 5 })];
    expect(
      afters(rows, { deletionDay: null, description: "", maxDurationSeconds: null, isVolatile: true }),
    ).toEqual([{ deletionDay: null, description: "", maxDurationSeconds: null, isVolatile: true }]);
  });

  test("fills patterns in: numbers by place, what each has", () => {
    const rows = [row("a", { title: "River" }), row("b", { title: "Lake", key: "lake" })];
    expect(afters(rows, { key: "clip-{n}", title: "{title} ({key}) {other}" })).toEqual([
      { key: "clip-1", title: "River () {other}" },
      { key: "clip-2", title: "Lake (lake) {other}" },
    ]);
  });

  test("merges custom data member by member, or replaces it", () => {
    const rows = [row("a", { data: '{\n  "a": 1,\n  "b": 2\n}' }), row("b")];
    expect(afters(rows, { data: { how: "merge", text: '{"b":3,"c":4}' } })).toEqual([
      { data: JSON.stringify({ a: 1, b: 3, c: 4 }, null, 2) },
      { data: JSON.stringify({ b: 3, c: 4 }, null, 2) },
    ]);
    expect(afters(rows, { data: { how: "merge", text: '{"a":1}' } })[0]).toEqual({});
    expect(afters(rows, { data: { how: "replace", text: "{}" } })).toEqual([{ data: "" }, {}]);
  });

  test("two videos of one application cannot get one key, of two they can", () => {
    const told = expect.stringContaining("{n}");
    expect(problems([row("a"), row("b")], { key: "same" })).toEqual([told, told]);
    expect(problems([row("a"), row("b", {}, "other")], { key: "same" })).toEqual([null, null]);
    expect(problems([row("a"), row("b", { key: "same" })], { key: "same" })).toEqual([told, null]);
    expect(problems([row("a", { key: "x" }), row("b", { key: "y" })], { key: "" })).toEqual([null, null]);
  });

  test("says at each video what its other members forbid", () => {
    const rows = [row("a", { maxDurationSeconds: 4 }), row("b", { maxDurationSeconds: 60 })];
    expect(problems(rows, { minDurationSeconds: 5 })).toEqual([expect.stringContaining("5 s"), null]);
    expect(problems([row("a", { title: "x/y" })], { key: "{title}" })).toEqual([
      expect.stringContaining("slash"),
    ]);
  });
});

describe("an edit", () => {
  test.each<[string, BulkEdit, string[]]>([
    [
      "with nothing wrong",
      { tags: { how: "add", tags: ["a"] }, data: { how: "merge", text: '{"a":1}' } },
      [],
    ],
    ["that adds no tags", { tags: { how: "add", tags: [] } }, ["tags"]],
    ["that takes all tags away", { tags: { how: "replace", tags: [] } }, []],
    ["with data that cannot be read", { data: { how: "merge", text: "{" } }, ["data"]],
    ["to yesterday", { deletionDay: "2020-01-01" }, ["deletionDay"]],
    ["to a length that is none", { minDurationSeconds: Number.NaN }, ["minDurationSeconds"]],
  ])("%s", (_what, edit, fields) => {
    expect(Object.keys(findEditFaults(edit))).toEqual(fields);
  });
});

test("tidy JSON is the same whatever its spaces; what is no object stays as it is typed", () => {
  expect(tidyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(tidyJson("{ }")).toBe("");
  expect(tidyJson(" ")).toBe("");
  expect(tidyJson("{ oops")).toBe("{ oops");
  expect(tidyJson('{"__proto__":{"x":1}}')).toContain("__proto__");
});
