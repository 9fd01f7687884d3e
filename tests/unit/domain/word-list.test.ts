import { expect, test } from "vitest";
import { joinWords, splitWords } from "#lib/domain/word-list.ts";

test.each([
  [["summer", "été"], "summer,été"],
  [["red, white and blue", "plain"], "red\\, white and blue,plain"],
  [["back\\slash", "ends with one\\"], "back\\\\slash,ends with one\\\\"],
  [["\\,"], "\\\\\\,"],
  [["two\nlines"], "two\nlines"],
  [[], ""],
])("%j is written as %j, and read as it was", (words, text) => {
  expect(joinWords(words)).toBe(text);
  expect(splitWords(text)).toEqual(words);
});

test.each([
  ["a,,b,", ["a", "b"]],
  ["a\\", ["a"]],
  [",", []],
])("%j, which somebody typed, is read as %j", (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
