import type { z } from "zod";
import { type Fault, invalidAttributes, invalidFault, invalidPayload, requiredFault } from "./problems.ts";

const mostBodyBytes = 1024 * 1024;
const deepestBody = 20;

/** The JSON object of a request, whatever its content type says. An absent body is an empty object. */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > mostBodyBytes) throw invalidPayload();
    chunks.push(chunk);
  }
  return parseJsonObject(Buffer.concat(chunks).toString("utf8"));
}

/** Throws 400 for what is no JSON object, and for texts that no database stores (NUL, half a character). */
export function parseJsonObject(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidPayload();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalidPayload();
  if (!isStorable(value, 0)) throw invalidPayload();
  return value as Record<string, unknown>;
}

function isStorable(value: unknown, depth: number): boolean {
  if (depth > deepestBody) return false;
  if (typeof value === "string") return isStorableText(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorableText(name) && isStorable(inner, depth + 1));
}

export const isStorableText = (text: string) => !text.includes("\0") && text.isWellFormed();

/** Reads attributes as their schema has them. Throws 400 with every fault, each naming its attribute. */
export function parseAttributes<Schema extends z.ZodType>(
  schema: Schema,
  body: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => toFault(issue, body));
  const [first] = parsed.error.issues;
  const isOwnWords = first?.code === "custom" || first?.code === "too_big" || first?.code === "too_small";
  throw invalidAttributes(faults, isOwnWords ? first.message : undefined);
}

type Issue = z.core.$ZodIssue;

function toFault(issue: Issue, body: unknown): Fault {
  const name = toName(issue.path);
  if (issue.code === "invalid_type" && at(body, issue.path) === undefined) return requiredFault(name);
  if (issue.code !== "invalid_type") return invalidFault(name);
  return invalidFault(
    name,
    `This attribute must be ${kinds[issue.expected] ?? `of type ${issue.expected}`}.`,
  );
}

const kinds: Readonly<Record<string, string>> = {
  array: "an array",
  string: "a string",
  boolean: "a boolean",
  number: "a number",
  int: "an integer",
  object: "an object",
};

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here: unknown = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}

/** `restreams[0][serverUrl]`. */
const toName = ([first, ...rest]: readonly PropertyKey[]) =>
  `${String(first ?? "")}${rest.map((step) => `[${String(step)}]`).join("")}`;
