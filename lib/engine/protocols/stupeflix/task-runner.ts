import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { JobContext } from "#lib/job-loop/job-loop.ts";
import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { type NewTask, type TaskOutcome, TaskStore } from "./task-store.ts";
import { runTask } from "./tasks/run-task.ts";
import { TaskFault } from "./tasks/task-kind.ts";

const queue = "stupeflix-task";
/** Another engine process may run the task; its end shows in the database alone. */
const recheckMs = 500;

export const hasEnded = (task: StupeflixTask) => task.status === "success" || task.status === "error";

/** Takes tasks, runs them as jobs of the light lane, and lets callers wait for their end. */
export class TaskRunner {
  readonly #engine: Engine;
  readonly #store: TaskStore;
  readonly #ended = new EventEmitter<Record<string, [StupeflixTask]>>().setMaxListeners(0);
  readonly #closing = new AbortController();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#store = new TaskStore(engine);
    engine.jobs.define<{ taskKey: string }>(queue, {
      lane: "light",
      // Only a process that dies, or a database that is away, ever uses one up.
      retryLimit: 20,
      handler: ({ taskKey }, job) => this.#run(taskKey, job),
    });
  }

  /** Sends what was stored but not yet sent when a process stopped. What had begun has a job that repeats it. */
  async recover(): Promise<void> {
    await this.#send(await this.#store.listQueued());
  }

  /** The tasks as they are queued. */
  async create(account: EngineAccount, tasks: readonly NewTask[]): Promise<StupeflixTask[]> {
    const created = await this.#store.insert(account, tasks);
    await this.#send(created.map((task) => task.taskKey));
    return created;
  }

  /** As `create`, and waits as `waitForEnd` does; listens before the first can end, so nothing is read again. */
  async createAndWait(
    account: EngineAccount,
    tasks: readonly NewTask[],
    signal: AbortSignal,
  ): Promise<(StupeflixTask | undefined)[]> {
    const created = await this.#store.insert(account, tasks);
    const keys = created.map((task) => task.taskKey);
    return this.#listen(keys, signal, async () => {
      await this.#send(keys);
      return created;
    });
  }

  find(keys: readonly string[]): Promise<(StupeflixTask | undefined)[]> {
    return this.#store.find(keys);
  }

  /** The tasks once all have ended, or as they are when the caller goes away or the engine stops. */
  waitForEnd(keys: readonly string[], signal: AbortSignal): Promise<(StupeflixTask | undefined)[]> {
    return this.#listen(keys, signal, () => this.#store.find(keys));
  }

  async #listen(
    keys: readonly string[],
    signal: AbortSignal,
    readFirst: () => Promise<readonly (StupeflixTask | undefined)[]>,
  ): Promise<(StupeflixTask | undefined)[]> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    const ended = new Map<string, StupeflixTask>();
    let wake = Promise.withResolvers<void>();
    const onEnd = (task: StupeflixTask) => {
      ended.set(task.taskKey, task);
      wake.resolve();
    };
    for (const key of keys) this.#ended.on(key, onEnd);
    try {
      let found = await readFirst();
      for (;;) {
        const current = keys.map((key, index) => ended.get(key) ?? found[index]);
        if (stop.aborted || current.every((task) => !task || hasEnded(task))) return current;
        const isWoken = await wokenWithin(recheckMs, wake.promise, stop);
        wake = Promise.withResolvers();
        if (!isWoken && !stop.aborted) found = await this.#store.find(keys);
      }
    } finally {
      for (const key of keys) this.#ended.off(key, onEnd);
    }
  }

  /** Answers whoever waits with what there is. */
  async close(): Promise<void> {
    this.#closing.abort();
  }

  async #send(keys: readonly string[]): Promise<void> {
    await Promise.all(
      keys.map((taskKey) => this.#engine.jobs.send(queue, { taskKey }, { singletonKey: taskKey })),
    );
  }

  async #run(taskKey: string, { attempt, signal, holds }: JobContext): Promise<void> {
    const task = await this.#store.begin(taskKey, { isRepeat: attempt > 1 });
    if (!task) return;
    const outcome = await this.#outcomeOf(task, signal);
    // A process that slept past its lease must not end a task that another one runs now.
    if (!(await holds())) return;
    const finished = await this.#store.finish(taskKey, outcome);
    if (finished) this.#ended.emit(taskKey, finished);
  }

  async #outcomeOf(task: StupeflixTask, signal: AbortSignal): Promise<TaskOutcome> {
    try {
      const result = await runTask(task.taskName, task.parameters, { engine: this.#engine, signal });
      return { status: "success", result };
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof TaskFault) return { status: "error", error: error.error };
      this.#engine.log.error({ err: error, taskKey: task.taskKey, taskName: task.taskName }, "task failed");
      return { status: "error", error: "the engine failed on this task" };
    }
  }
}

/** False when the time went by or the signal aborted first. Leaves no timer behind. */
async function wokenWithin(delayMs: number, woken: Promise<void>, signal: AbortSignal): Promise<boolean> {
  const done = new AbortController();
  const pause = sleep(delayMs, false, { signal: AbortSignal.any([signal, done.signal]) }).catch(() => false);
  try {
    return await Promise.race([woken.then(() => true), pause]);
  } finally {
    done.abort();
  }
}
