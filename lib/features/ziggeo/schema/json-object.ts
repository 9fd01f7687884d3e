import { type ParseError, type ParseErrorCode, parse, printParseErrorCode } from "jsonc-parser";

/** What the parser calls its complaints, for people. */
const complaints: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: "this word means nothing in JSON; text stands between double quotes",
  InvalidNumberFormat: "this is no number",
  PropertyNameExpected: "a name between double quotes is expected",
  ValueExpected: "a value is expected",
  ColonExpected: "a colon is expected after a name",
  CommaExpected: "a comma is expected",
  CloseBraceExpected: "a closing } is missing",
  CloseBracketExpected: "a closing ] is missing",
  EndOfFileExpected: "nothing may follow the object",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfString: "a closing quote is missing",
  InvalidUnicode: "\\u is followed by four hexadecimal digits",
  InvalidEscapeCharacter: "this character cannot follow a backslash",
  InvalidCharacter: "this character does not belong here",
};

const wordsOf = (code: ParseErrorCode) => complaints[printParseErrorCode(code)] ?? "this is not JSON";

/** Why a text is no JSON object, with the line to look at; undefined when it is one. */
export function findJsonFault(text: string): string | undefined {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first) return `Line ${lineAt(text, first.offset)}: ${wordsOf(first.error)}.`;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? undefined : "Line 1: custom data is an object, between { and }.";
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split("\n").length;
