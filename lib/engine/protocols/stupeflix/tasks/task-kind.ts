import type { z } from "zod";
import type { Engine } from "../../../engine.ts";

export interface TaskContext {
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

/** One kind of task: what it takes, and what it makes of it. */
export interface TaskKind<Parameters> {
  readonly name: string;
  readonly parameters: z.ZodType<Parameters>;
  /** Answers the task's `result`. Throws `TaskFault` for what the caller can mend. */
  run(parameters: Parameters, context: TaskContext): Promise<unknown>;
}

/** The `error` of a task: a sentence, or faults by parameter. */
export class TaskFault extends Error {
  override readonly name = "TaskFault";
  readonly error: string | { readonly parameters: Readonly<Record<string, readonly string[]>> };

  constructor(error: TaskFault["error"]) {
    super(typeof error === "string" ? error : JSON.stringify(error));
    this.error = error;
  }
}

export const parameterFault = (name: string, message: string) =>
  new TaskFault({ parameters: { [name]: [message] } });

/** Reads a task's parameters. Throws `TaskFault` naming every fault; "this field is required" is documented. */
export function parseParameters<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults: Record<string, string[]> = {};
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0] ?? "");
    faults[name] = [...(faults[name] ?? []), issue.message];
  }
  throw new TaskFault({ parameters: faults });
}
