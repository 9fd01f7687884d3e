import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { xml } from "@codemirror/lang-xml";
import type { Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { sxmlElements, sxmlValues } from "./sxml-words.ts";

/** The film's language with what can stand where: elements in one another, their attributes, and values by name. */
export function sxmlWithCompletion(): Extension {
  return [
    xml({
      elements: sxmlElements.map(({ name, children, attributes }) => ({
        name,
        children,
        top: name === "movie",
        attributes: attributes.map((attribute) => ({
          name: attribute,
          values: sxmlValues[name]?.[attribute] ?? [],
        })),
      })),
    }),
    autocompletion({ icons: false }),
    keymap.of(completionKeymap),
  ];
}
