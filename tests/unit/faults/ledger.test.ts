import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { ledger } from "#tests/faults/ledger.ts";

const span = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** What the issues so far demand of the list of faults. */
const demanded = [...span(1, 48), ...[53, 55, 59], ...span(61, 65), ...span(67, 69)];

describe("the ledger of faults", () => {
  test("has each number that is demanded, once and in order", () => {
    expect(ledger.map(({ number }) => number)).toEqual(demanded);
  });

  test("says of what is not wholly shown what is missing", () => {
    const silent = ledger.filter(({ state, note }) => state !== "shown" && !note);
    expect(silent.map(({ number }) => number)).toEqual([]);
    const empty = ledger.filter(
      ({ state, tests }) => (state === "shown" || state === "partly") && tests.length === 0,
    );
    expect(empty.map(({ number }) => number)).toEqual([]);
  });

  test.each(ledger)("names tests of fault $number that exist", async ({ tests }) => {
    for (const { file, titles } of tests) {
      const source = await readFile(file, "utf8");
      expect(titles.length).toBeGreaterThan(0);
      expect(titles.filter((title) => !source.includes(JSON.stringify(title)))).toEqual([]);
    }
  });

  test("is what docs/faults.md says", async () => {
    const lines = (await readFile("docs/faults.md", "utf8")).split("\n");
    const rows = lines.flatMap((line) => {
      const [, number, state] = /^\| (\d+) \| (shown|partly|later|inapplicable) \|/.exec(line) ?? [];
      return number ? [[Number(number), state]] : [];
    });
    expect(rows).toEqual(ledger.map(({ number, state }) => [number, state]));
  });
});
