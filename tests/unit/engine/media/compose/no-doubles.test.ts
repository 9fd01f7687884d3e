import { expect, test } from "vitest";
import { effectTypes, transitionTypes } from "#lib/engine/media/compose/sxml/movie.ts";
import { effect, film, tall, transition, wide } from "#tests/support/documented-films.ts";
import { outcomeOf } from "#tests/support/film-outcome.ts";

test("no two transitions, and no two effects, are one under two names", () => {
  const different = (bodies: Readonly<Record<string, string>>) => {
    const names = new Map<string, string>();
    for (const [name, body] of Object.entries(bodies)) {
      const outcome = outcomeOf(film(body));
      if (outcome.kind === "refused") throw new Error(`${name}: ${JSON.stringify(outcome.problems)}`);
      expect.soft(names.get(outcome.film), name).toBeUndefined();
      names.set(outcome.film, name);
    }
  };
  // `wipe` is another word for `scan`, `panel` for `panscan`.
  different(
    Object.fromEntries(
      transitionTypes
        .filter((type) => type !== "wipe")
        .map((type) => [
          type,
          transition(type).body.replace("@", type === "dualmove" ? 'directions="left,up"' : ""),
        ]),
    ),
  );
  different(
    Object.fromEntries(
      effectTypes
        .filter((type) => type !== "panel")
        .map((type) => {
          const media = ["diving", "sliding", "rotator", "square"].includes(type) ? wide + tall : wide;
          return [type, effect(type, media).body.replace("@", 'duration="2"')];
        }),
    ),
  );
});
