import { z } from "zod";
import { invalidRequest } from "./problems.ts";
import type { NewTask } from "./task-store.ts";

/** Tasks that a single call may create, and ask for. */
const mostCreated = 1_000;
const mostAsked = 10_000;

const record = z.record(z.string(), z.unknown());
const flag = z.union([
  z.boolean(),
  z.enum(["true", "1"]).transform(() => true),
  z.literal(1).transform(() => true),
]);

/**
 * Reads a body as JSON whatever its type says: the browser client calls it text. A DELETE without one selects by
 * its path alone. Throws 400.
 */
export function parseBody(text: string, method: "POST" | "DELETE" = "POST"): Record<string, unknown> {
  if (text === "" && method === "DELETE") return {};
  try {
    return record.parse(JSON.parse(text));
  } catch {
    throw invalidRequest({ name: "body", location: "body", description: "the body is not a JSON object" });
  }
}

/** `true`, `"true"` or 1; anything else is false. */
export const toFlag = (given: unknown): boolean => flag.safeParse(given).data ?? false;

/**
 * The definitions of a create call: a list, or one alone. What is wrong inside one definition is that task's
 * own error later on, never a 400, which the browser client would repeat for ever.
 */
export function parseDefinitions(body: Readonly<Record<string, unknown>>): NewTask[] {
  const tasks = requireTasks(body.tasks, "body", mostCreated);
  return (Array.isArray(tasks) ? tasks : [tasks]).map((given) => {
    const { task_name, task_store, task_metas: _metas, ...parameters } = record.catch({}).parse(given);
    return {
      taskName: typeof task_name === "string" ? task_name : "",
      taskStore: task_store ?? { type: "persistent" },
      parameters,
    };
  });
}

/** The keys of a status call: a list, or one alone. */
export function parseKeys(given: unknown, location: "body" | "querystring"): string[] {
  const tasks = requireTasks(given, location, mostAsked);
  const keys = z.union([z.array(z.string()), z.string().transform((key) => [key])]).safeParse(tasks);
  if (keys.success) return keys.data;
  throw invalidRequest({ name: "tasks", location, description: "tasks must be a list of keys" });
}

function requireTasks(given: unknown, location: "body" | "querystring", most: number): unknown {
  const isEmptyQuery = location === "querystring" && Array.isArray(given) && given.length === 0;
  if (given === undefined || given === null || isEmptyQuery) {
    throw invalidRequest({ name: "tasks", location, description: "tasks is missing" });
  }
  if (Array.isArray(given) && given.length > most) {
    throw invalidRequest({ name: "tasks", location, description: `tasks may hold ${most} at most` });
  }
  return given;
}
