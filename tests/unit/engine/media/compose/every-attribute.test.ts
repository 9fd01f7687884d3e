import { describe, expect, test } from "vitest";
import { film, places } from "#tests/support/documented-films.ts";
import { outcomeOf } from "#tests/support/film-outcome.ts";

describe("nothing of the documentation is ignored in silence", () => {
  test.each(places)("%s", (_name, { body, attributes }) => {
    for (const [name, values, withIt = ""] of attributes) {
      const outcomes = values.map((value) => {
        const given = `${name}="${value}" ${withIt}`;
        return { given, outcome: outcomeOf(film(body.replace("@", () => given))) };
      });
      const films = outcomes.flatMap(({ outcome }) => (outcome.kind === "drawn" ? outcome.film : []));
      expect.soft(new Set(films).size, outcomes.map(({ given }) => given).join(" | ")).toBe(films.length);
      for (const { given, outcome } of outcomes) {
        if (outcome.kind !== "refused") continue;
        const places = outcome.problems.map(({ line, column }) => ({ line, column }));
        expect
          .soft(places, given)
          .toContainEqual({ line: body.startsWith("<movie @") ? 1 : 2, column: expect.any(Number) });
      }
    }
  });
});
