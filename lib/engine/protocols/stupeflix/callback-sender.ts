import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";
import { callbackAddress, type TaskStore } from "./task-store.ts";
import { guardOf } from "./tasks/fetch-input.ts";
import { toWireStatus } from "./to-wire.ts";

/** `url_callback` and `url_errback` (A5): the whole final status, as raw JSON. */
export class CallbackSender {
  readonly #engine: Engine;
  readonly #store: TaskStore;

  constructor(engine: Engine, store: TaskStore) {
    this.#engine = engine;
    this.#store = store;
  }

  async send(tasks: readonly StupeflixTask[]): Promise<void> {
    for (const task of tasks) {
      const url = callbackAddress(task.status, task.parameters);
      if (url === undefined) continue;
      const body = JSON.stringify(toWireStatus(task, { details: false, baseUrl: task.baseUrl }));
      guardedFetch(url, {
        ...guardOf(this.#engine),
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        timeoutMs: 15_000,
        maxBytes: 64 * 1024,
      })
        .then((answer) => answer.discard())
        .catch((error) => this.#engine.log.warn({ err: error, taskKey: task.taskKey }, "callback failed"));
    }
    if (tasks.length > 0) await this.#store.forgetCallback(tasks.map((task) => task.taskKey));
  }
}
