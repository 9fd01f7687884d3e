import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";
import { callbackAddress } from "./task-callback.ts";
import type { TaskStore } from "./task-store.ts";
import { toWireStatus } from "./to-wire.ts";

export const callbackKind = "stupeflix-callback";

/** Three tries in all. */
const retryDelaysMs = [5_000, 60_000];

/** `url_callback` and `url_errback` (A5): the whole final status, as raw JSON. */
export class CallbackSender {
  readonly #engine: Engine;
  readonly #store: TaskStore;

  constructor(engine: Engine, store: TaskStore) {
    this.#engine = engine;
    this.#store = store;
  }

  /** Hands them to the deliveries, which keep them; then the tasks' own notes may go. */
  async send(tasks: readonly StupeflixTask[]): Promise<void> {
    if (tasks.length === 0) return;
    for (const task of tasks) {
      const url = callbackAddress(task.status, task.parameters);
      if (url === undefined) continue;
      await this.#engine.deliveries.send({
        account: { accountId: task.accountId, provider: "stupeflix" },
        kind: callbackKind,
        subject: task.taskKey,
        event: task.status,
        url,
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify(toWireStatus(task, { details: false, baseUrl: task.baseUrl }))),
        retryDelaysMs,
      });
    }
    await this.#store.forgetCallback(tasks.map((task) => task.taskKey));
  }
}
