import { SaxesParser } from "saxes";
import { type Position, SxmlError } from "./problems.ts";

export interface XmlAttribute extends Position {
  readonly value: string;
}

export interface XmlElement extends Position {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, XmlAttribute>;
  readonly children: readonly XmlElement[];
  /** All character data directly inside, joined. */
  readonly text: string;
}

interface OpenElement extends Position {
  name: string;
  attributes: Map<string, XmlAttribute>;
  children: XmlElement[];
  text: string;
}

export const sxmlLimits = {
  /** A film of 500 pictures with texts and effects is 200 kB. */
  characters: 2 * 1024 * 1024,
  depth: 64,
  elements: 20_000,
} as const;

/**
 * The element tree of an SXML text, each part with its place. saxes resolves no entities but XML's own five and
 * character references; a document type is refused before it is looked at, so there is nothing to expand or fetch.
 * Throws `SxmlError` at the first thing that is not well-formed or past the limits.
 */
export function parseXml(text: string): XmlElement {
  if (text.length > sxmlLimits.characters) {
    const most = sxmlLimits.characters.toLocaleString("en");
    throw new SxmlError([{ line: 1, column: 1, message: `the definition has more than ${most} characters` }]);
  }
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let elements = 0;

  const refuse = (message: string, at: Position = { line: parser.line, column: parser.columnIndex + 1 }) => {
    throw new SxmlError([{ line: at.line, column: Math.max(1, at.column), message }]);
  };

  parser.on("error", (error) => refuse(error.message.replace(/^\d+:\d+: /, "")));
  parser.on("doctype", () => refuse("a document type declaration is not accepted"));
  parser.on("opentagstart", ({ name }) => {
    // The parser stands behind the character that ended the name.
    const column = parser.columnIndex - name.length - 1;
    const element: OpenElement = {
      name,
      line: parser.line,
      column: column > 0 ? column : 1,
      attributes: new Map(),
      children: [],
      text: "",
    };
    elements += 1;
    if (elements > sxmlLimits.elements)
      refuse(`there are more than ${sxmlLimits.elements} elements`, element);
    if (open.length >= sxmlLimits.depth) {
      refuse(`elements are nested more than ${sxmlLimits.depth} deep`, element);
    }
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("attribute", ({ name, value }) => {
    // Long values and references make the exact column unknown; the line is what an editor marks.
    const column = parser.columnIndex - value.length - name.length - 2;
    open.at(-1)?.attributes.set(name, { value, line: parser.line, column: column > 0 ? column : 1 });
  });
  const addText = (part: string) => {
    const inside = open.at(-1);
    if (inside) inside.text += part;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(text).close();
  if (!root) throw new SxmlError([{ line: 1, column: 1, message: "there is no <movie> element" }]);
  return root;
}
