import { describe, expect, test } from "vitest";
import { fold, toSearchText, toTitleKey } from "#lib/asset-index/fold.ts";
import { toStorableJson } from "#lib/asset-index/to-rows.ts";

describe("the text that search and title order work on", () => {
  test.each([
    ["Café – Été", "cafe ete"],
    ["my_video-final.MP4", "my video final mp4"],
    ["  ", ""],
    ["東京 2026", "東京 2026"],
    ["e\u0301te\u0301", "ete"],
    ["100 % 'quoted'\\", "100 quoted"],
  ])("%j is folded to %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test("titles with numbers are ordered as people count", () => {
    const titles = ["Part 10", "Part 2", "part 1"];
    expect(titles.toSorted((a, b) => (toTitleKey(a) < toTitleKey(b) ? -1 : 1))).toEqual([
      "part 1",
      "Part 2",
      "Part 10",
    ]);
  });

  test("a title key stays small enough for a cursor in a URL", () => {
    expect(toTitleKey("1 ".repeat(10_000)).length).toBeLessThanOrEqual(120);
    expect(toTitleKey("𠀀".repeat(300)).isWellFormed()).toBe(true);
  });

  test("title, file name and tags are searched, each word after a space", () => {
    expect(toSearchText({ title: "Harbour", fileName: "dusk_3.mov", tags: ["summer-26"] })).toBe(
      " harbour dusk 3 mov summer 26 ",
    );
  });

  test("what Postgres cannot store is left out of what is stored", () => {
    expect(toStorableJson({ title: "a\0b\ud800" })).toBe('{"title":"ab\ufffd"}');
    expect(toStorableJson({ title: "\\u0000" })).toBe(JSON.stringify({ title: "\\u0000" }));
  });
});
