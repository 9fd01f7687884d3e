import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";
import { type WireTaskDefinition, type WireTaskStatus, wireTaskStatuses } from "./wire.ts";

interface TaskCall extends CallOptions {
  /** Answer only when all are finished: give a `timeoutMs` that lasts. */
  readonly block?: boolean;
  /** A person pressed "Test": see `HttpCall.isProbe`. */
  readonly isProbe?: boolean;
}

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

  status(keys: readonly string[], { block, ...call }: TaskCall = {}): Promise<WireTaskStatus[]> {
    const query = { tasks: keys, ...(block !== undefined && { block }) };
    return this.#http.get("/status", { query, schema: wireTaskStatuses, ...call });
  }
}
