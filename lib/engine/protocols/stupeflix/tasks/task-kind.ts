import type { z } from "zod";
import type { WireTaskKind } from "#lib/providers/stupeflix/wire.ts";
import { commonParameters, type Parameters, type ParameterValues } from "./parameters.ts";
import type { TaskContext } from "./task-context.ts";

/** A file that a task has made, in its work directory. */
export interface MadeFile {
  readonly path: string;
  readonly mimeType: string;
  /** Below the task's key, `/` between folders; named `dragon-<task>-<random>` when absent. */
  readonly name?: string;
  /** Stored by the engine whatever the task's store: it is not what was asked for, but something to look at. */
  readonly isAside?: true;
}

/** What a task answers. `values` beside `files` under their names make the `result` object; a text is it alone. */
export interface TaskResult {
  readonly values: Readonly<Record<string, unknown>> | string;
  readonly files?: Readonly<Record<string, MadeFile>>;
}

/**
 * How long a task of a kind takes. `instant` ones only compute and run by the hundred; `light` ones have a lane of
 * their own and never wait for a `heavy` one, which encodes.
 */
export type Pace = "instant" | "light" | "heavy";

/** One kind of task: described once, for validation, documentation and forms, and run. */
export interface TaskKind {
  readonly description: WireTaskKind;
  readonly pace: Pace;
  /** Throws `TaskFault` naming every fault. */
  check(given: unknown): void;
  /** Throws `TaskFault` for what the caller can mend. */
  run(given: unknown, context: TaskContext): Promise<TaskResult>;
}

interface Definition<P extends Parameters>
  extends Pick<WireTaskKind, "name" | "group" | "summary" | "values">,
    Partial<Pick<WireTaskKind, "files">> {
  readonly pace: Pace;
  readonly parameters: P;
  /** Faults that no parameter has alone, by the parameter they belong to. */
  readonly checkTogether?: (given: ParameterValues<P>) => Readonly<Record<string, readonly string[]>>;
  run(given: ParameterValues<P>, context: TaskContext): Promise<TaskResult>;
}

/** See `TaskKind`; parameters that are not described are ignored. */
export function defineTask<P extends Parameters>(definition: Definition<P>): TaskKind {
  const { name, group, summary, values, files = {}, parameters, pace } = definition;
  const parse = (given: unknown): ParameterValues<P> => {
    const parsed = parseParameters({ ...commonParameters, ...parameters }, given) as ParameterValues<P>;
    const faults = definition.checkTogether?.(parsed) ?? {};
    if (Object.keys(faults).length > 0) throw new TaskFault({ parameters: faults });
    return parsed;
  };
  return {
    description: { name, group, summary, parameters: describe(parameters), values, files },
    pace,
    check: (given) => void parse(given),
    run: async (given, context) => definition.run(parse(given), context),
  };
}

export const describe = (parameters: Parameters) =>
  Object.fromEntries(Object.entries(parameters).map(([name, { spec }]) => [name, spec]));

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

/** Reads what is described and nothing else. Throws `TaskFault`; faults are named below `prefix`. */
export function parseParameters(
  parameters: Parameters,
  given: unknown,
  prefix = "",
): Readonly<Record<string, unknown>> {
  const from: Readonly<Record<string, unknown>> = isRecord(given) ? given : {};
  const values: Record<string, unknown> = {};
  const faults: Record<string, readonly string[]> = {};
  for (const [name, { schema }] of Object.entries(parameters)) {
    const parsed = (schema as z.ZodType).safeParse(Object.hasOwn(from, name) ? from[name] : undefined);
    if (parsed.success) values[name] = parsed.data;
    else faults[prefix + name] = [...new Set(parsed.error.issues.map((issue) => issue.message))];
  }
  if (Object.keys(faults).length > 0) throw new TaskFault({ parameters: faults });
  return values;
}

const isRecord = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === "object" && given !== null && !Array.isArray(given);
