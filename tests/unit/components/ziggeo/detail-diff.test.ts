import { expect, test } from "vitest";
import { nothingChosen, toBulkEdit } from "#components/ziggeo/bulk-values.ts";
import { listDifferences } from "#components/ziggeo/detail-diff.ts";
import { fromValues, toSeconds, toValues } from "#components/ziggeo/detail-values.ts";
import { tidyJson } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import type { VideoDetails } from "#lib/features/ziggeo/schema/details.ts";

const details: VideoDetails = {
  key: "river",
  title: "Řeka",
  description: "",
  tags: ["a", "b"],
  minDurationSeconds: 1.5,
  maxDurationSeconds: null,
  isVolatile: true,
  deletionDay: "2999-01-01",
  data: '{\n  "order": 17,\n  "old": true\n}',
};

test("details typed in nowhere are the details that are saved", () => {
  expect(fromValues(toValues(details), tidyJson)).toEqual(details);
});

test("lengths may be written with a comma; 0 and nothing are no limit; what is none stays none", () => {
  expect([toSeconds("1,5"), toSeconds("0"), toSeconds(" "), toSeconds("x")]).toEqual([
    1.5,
    null,
    null,
    Number.NaN,
  ]);
});

test("a difference reads as what it is, custom data member by member", () => {
  const after = { tags: [], isVolatile: false, data: '{"order":18,"new":"x"}', maxDurationSeconds: 9 };
  expect(listDifferences(details, after)).toEqual([
    { label: "Tags", before: "a, b", after: null },
    { label: "Longest", before: null, after: "9 s" },
    { label: "Volatile", before: "on", after: "off" },
    { label: "Custom data: order", before: "17", after: "18" },
    { label: "Custom data: old", before: "true", after: null },
    { label: "Custom data: new", before: null, after: '"x"' },
  ]);
});

test("only what is ticked is edited", () => {
  const typed = { ...nothingChosen, title: "left alone", tags: "a, b,a", deletionDay: "" };
  expect(toBulkEdit({ ...typed, chosen: ["tags", "deletionDay"] })).toEqual({
    tags: { how: "add", tags: ["a", "b"] },
    deletionDay: null,
  });
});
