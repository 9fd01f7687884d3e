import type { Argument, Arguments } from "./arguments.ts";
import { ZiggeoProblem } from "./problems.ts";
import { parsePythonLiteral } from "./python-literal.ts";

/**
 * Single arguments, in every spelling that the published clients have (shared/protocols/ziggeo.md §3). Undefined
 * when the argument was not given, null when it was given as nothing: empty, `None`, `null`.
 */

const isNothing = (text: string) => text === "" || text === "None" || text === "null";

const invalid = (name: string, what: string) => new ZiggeoProblem(400, `${name} must be ${what}.`);

export function readText(given: Arguments, name: string, maxLength = 10_000): string | null | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw invalid(name, "text");
  if (value.length > maxLength) throw invalid(name, `at most ${maxLength} characters long`);
  // Postgres keeps no NUL in text.
  if (value.includes("\0")) throw invalid(name, "text without a NUL character");
  return isNothing(value) ? null : value;
}

export function readFlag(given: Arguments, name: string): boolean | null | undefined {
  const text = readText(given, name);
  if (text === undefined || text === null) return text;
  if (/^(?:true|1|yes|on)$/i.test(text)) return true;
  if (/^(?:false|0|no|off)$/i.test(text)) return false;
  throw invalid(name, "true or false");
}

export function readNumber(
  given: Arguments,
  name: string,
  { min = 0, max = 1e9, isWhole = false }: { min?: number; max?: number; isWhole?: boolean } = {},
): number | null | undefined {
  const text = readText(given, name);
  if (text === undefined || text === null) return text;
  const value = Number(text);
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim());
  if (!isNumber || value < min || value > max || (isWhole && !Number.isInteger(value))) {
    throw invalid(name, `a ${isWhole ? "whole " : ""}number from ${min} to ${max}`);
  }
  return value;
}

/** A list as brackets, JSON, Python's `repr`, or separated by commas. */
export function readList(given: Arguments, name: string): readonly string[] | null | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== "string") return toTexts(name, value);
  if (isNothing(value.trim())) return null;
  const text = value.trim();
  if (/^[[(]/.test(text)) {
    const parsed = parseJson(text) ?? parsePythonLiteral(text);
    if (parsed !== undefined) return toTexts(name, parsed);
  }
  return toTexts(name, text.split(","));
}

function toTexts(name: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw invalid(name, "a list");
  return cleaned(
    value.map((each) => {
      if (typeof each === "object" || String(each).includes("\0")) throw invalid(name, "a list of texts");
      return String(each);
    }),
  );
}

const cleaned = (texts: readonly string[]) => [...new Set(texts.map((text) => text.trim()).filter(Boolean))];

/** An object as brackets, JSON, or Python's `repr`. */
export function readObject(given: Arguments, name: string): Record<string, unknown> | null | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== "string") return toObject(name, toPlain(value));
  if (isNothing(value.trim())) return null;
  return toObject(name, parseJson(value) ?? parsePythonLiteral(value));
}

function toObject(name: string, value: unknown): Record<string, unknown> {
  // An empty object is an empty list to PHP.
  if (Array.isArray(value) && value.length === 0) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(name, "an object, as JSON text");
  }
  // Postgres keeps no NUL in JSON.
  if (JSON.stringify(value).includes("\\u0000")) throw invalid(name, "without a NUL character");
  return { ...value };
}

/** Copies: what comes of brackets is read-only. */
function toPlain(value: Argument): unknown {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(toPlain);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toPlain(each)]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
