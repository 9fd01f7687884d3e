/** Words as one text, the way addresses carry them: `a,b`. A comma that is part of a word has a backslash before it. */
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => word.replaceAll(/[\\,]/g, "\\$&")).join(",");

/** The words of such a text; empty ones are left out. */
export const splitWords = (text: string): string[] =>
  [...text.matchAll(/(?:\\.|[^,\\])+/gs)].map(([word]) => word.replaceAll(/\\(.)/gs, "$1"));
