import { expect, test } from "vitest";
import { sxmlElements, sxmlValues } from "#components/stupeflix/compose/sxml-words.ts";
import { knownFonts } from "#lib/engine/media/compose/fonts/known-fonts.ts";
import { adapters, effectTypes, filterTypes, transitionTypes } from "#lib/engine/media/compose/sxml/movie.ts";
import { SxmlError } from "#lib/engine/media/compose/sxml/problems.ts";
import { readMovie } from "#lib/engine/media/compose/sxml/read-movie.ts";

const typeWithMost: Readonly<Record<string, string>> = {
  effect: "rectangles",
  text: "advanced",
  transition: "dualmove",
};

/** What the engine says of an element that has one attribute, where the editor offers it. */
function problemsOf(element: string, attribute: string): string {
  const parents = sxmlElements.filter(({ children }) => children.includes(element));
  // What only one type of an element has, that type is asked for.
  const type = attribute === "type" ? undefined : typeWithMost[element];
  const inside = `<${element} ${type ? `type="${type}" ` : ""}${attribute}="?"/>`;
  const text = parents[0] ? `<${parents[0].name}>${inside}</${parents[0].name}>` : inside;
  const film = /^<(movie|body)/.test(text) ? text : `<movie><body>${text}</body></movie>`;
  try {
    readMovie(/^<body/.test(film) ? `<movie>${film}</movie>` : film);
    return "";
  } catch (error) {
    if (!(error instanceof SxmlError)) throw error;
    return error.message;
  }
}

test.each(sxmlElements)(
  "what the editor offers of <$name> is known to the engine",
  ({ name, attributes }) => {
    for (const attribute of attributes) {
      const said = problemsOf(name, attribute);
      expect([attribute, said]).toEqual([
        attribute,
        expect.not.stringContaining(`<${name}> is not rendered by this engine`),
      ]);
    }
  },
);

test("every value that the engine renders is offered, and no other", () => {
  const sorted = (words: readonly string[] | undefined) => [...(words ?? [])].sort();
  expect(sorted(sxmlValues.effect?.type)).toEqual(sorted(effectTypes));
  expect(sorted(sxmlValues.effect?.adapter)).toEqual(sorted(adapters));
  expect(sorted(sxmlValues.transition?.type)).toEqual(sorted(transitionTypes));
  expect(sorted(sxmlValues.filter?.type)).toEqual(sorted(filterTypes));
  expect(sorted(sxmlValues.text?.fontname)).toEqual(sorted(knownFonts.map(({ family }) => family)));
});
