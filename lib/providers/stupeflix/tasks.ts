import type { z } from "zod";
import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";
import { brokenLine, readLines } from "./read-lines.ts";
import {
  type WireCheck,
  type WireInputPlace,
  type WireTaskDefinition,
  type WireTaskKinds,
  type WireTaskList,
  type WireTaskStatus,
  wireChecks,
  wireInputPlace,
  wireTaskKinds,
  wireTaskList,
  wireTaskStatus,
  wireTaskStatuses,
} from "./wire.ts";

interface TaskCall extends CallOptions {
  /** Answer only when all are finished: give a `timeoutMs` that lasts. */
  readonly block?: boolean;
}

interface StatusCall extends TaskCall {
  /** Also what the tasks were asked. */
  readonly details?: boolean;
}

/** What a stream tells: first all statuses in the order asked for, then one at a time as tasks change. */
export interface StatusStream {
  readonly first: readonly WireTaskStatus[];
  /** Ends when all tasks have; throws a `ProviderError` when the line breaks before. Read it to its end or abort. */
  readonly changes: AsyncIterable<WireTaskStatus>;
}

/** A query string with more keys than this is refused by some server on the way. */
const mostKeysOfQuery = 50;

/** Tasks: create and watch. Statuses come in the order asked for. */
export class TasksResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  create(tasks: readonly WireTaskDefinition[], { block, ...call }: TaskCall = {}): Promise<WireTaskStatus[]> {
    const json = { tasks, ...(block !== undefined && { block }) };
    return this.#http.post("/create", { json, schema: wireTaskStatuses, ...call });
  }

  /** Creates tasks and follows them. */
  createStream(tasks: readonly WireTaskDefinition[], signal: AbortSignal): Promise<StatusStream> {
    return this.#follow("/create_stream", { json: { tasks }, signal });
  }

  status(keys: readonly string[], { block, details, ...call }: StatusCall = {}): Promise<WireTaskStatus[]> {
    const asked = {
      tasks: keys,
      ...(block !== undefined && { block }),
      ...(details !== undefined && { details }),
    };
    return keys.length > mostKeysOfQuery
      ? this.#http.post("/status", { json: asked, schema: wireTaskStatuses, isSafe: true, ...call })
      : this.#http.get("/status", { query: asked, schema: wireTaskStatuses, ...call });
  }

  /** Follows tasks that there are. */
  statusStream(keys: readonly string[], signal: AbortSignal): Promise<StatusStream> {
    return this.#follow("/status_stream", { json: { tasks: keys }, signal });
  }

  /** Our engine's: every kind of task, as forms and documentation need it. */
  kinds(call: CallOptions = {}): Promise<WireTaskKinds> {
    return this.#http.get("/reelyard/task-kinds", { schema: wireTaskKinds, ...call });
  }

  /** Our engine's: what each definition would fail with at once. Nothing is made. */
  check(tasks: readonly WireTaskDefinition[], call: CallOptions = {}): Promise<WireCheck[]> {
    return this.#http.post("/reelyard/check", { json: { tasks }, schema: wireChecks, isSafe: true, ...call });
  }

  /** Our engine's: a place that takes one file by PUT without credentials, for tasks to read. */
  openInput(name: string, call: CallOptions = {}): Promise<WireInputPlace> {
    return this.#http.post("/reelyard/inputs", { json: { name }, schema: wireInputPlace, ...call });
  }

  /** Our engine's: the account's tasks, newest first; `before` is the `next` of the page before. */
  list(
    query: { limit?: number; before?: number; status?: string } = {},
    call: CallOptions = {},
  ): Promise<WireTaskList> {
    return this.#http.get("/reelyard/tasks", { query, schema: wireTaskList, ...call });
  }

  /** Our engine's: ends what has not ended. */
  cancel(keys: readonly string[], call: CallOptions = {}): Promise<WireTaskStatus[]> {
    return this.#http.post("/reelyard/cancel", {
      json: { tasks: keys },
      schema: wireTaskStatuses,
      isSafe: true,
      ...call,
    });
  }

  /** Our engine's: every change of the account's tasks from now on, until the signal aborts. */
  async *changes(signal: AbortSignal): AsyncGenerator<WireTaskStatus> {
    for await (const line of readLines(this.#http.stream("/reelyard/changes", { signal, idleTimeoutMs }))) {
      if (!Array.isArray(line)) yield parse(line, wireTaskStatus);
    }
  }

  async #follow(path: string, call: { json: unknown; signal: AbortSignal }): Promise<StatusStream> {
    const lines = readLines(this.#http.stream(path, { ...call, idleTimeoutMs }));
    const { value, done } = await lines.next();
    if (done) throw brokenLine("ended before its first line");
    return { first: parse(value, wireTaskStatuses), changes: toStatuses(lines) };
  }
}

/** A heavy task can stay silent for a while; TCP tells when the line is gone. */
const idleTimeoutMs = 30 * 60_000;

async function* toStatuses(lines: AsyncGenerator<unknown>): AsyncGenerator<WireTaskStatus> {
  for await (const line of lines) yield parse(line, wireTaskStatus);
}

function parse<T>(line: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(line);
  if (!parsed.success) throw brokenLine("carried something of another shape", parsed.error);
  return parsed.data;
}
