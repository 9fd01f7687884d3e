import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { TaskChanges } from "./task-changes.ts";
import type { TaskClaim, TaskStore } from "./task-store.ts";

const progressWriteMs = 250;

/** Tells progress and partial results at once, and writes them when the last write is done. */
export class Reporter {
  readonly #store: TaskStore;
  readonly #changes: TaskChanges;
  readonly #claim: TaskClaim;
  #task: StupeflixTask;
  #writing: Promise<unknown> = Promise.resolve();
  #lastWriteMs = 0;

  constructor(store: TaskStore, changes: TaskChanges, task: StupeflixTask, claim: TaskClaim) {
    this.#store = store;
    this.#changes = changes;
    this.#task = task;
    this.#claim = claim;
  }

  get files(): Readonly<Record<string, string>> {
    return this.#task.files;
  }

  progress(value: unknown): void {
    this.#task = { ...this.#task, progress: value ?? null };
    this.#changes.publish([this.#task]);
    if (Date.now() - this.#lastWriteMs < progressWriteMs) return;
    this.#lastWriteMs = Date.now();
    const { taskKey, progress } = this.#task;
    this.#writing = this.#writing
      .then(() => this.#store.note(taskKey, this.#claim, { progress }))
      .catch(() => {});
  }

  async publish(
    values: Readonly<Record<string, unknown>>,
    names: Readonly<Record<string, string>>,
    stored: Parameters<TaskStore["note"]>[3],
  ): Promise<void> {
    const result = { ...asObject(this.#task.result), ...values };
    this.#task = { ...this.#task, result, files: { ...this.#task.files, ...names } };
    const { taskKey, progress, files } = this.#task;
    await this.#writing;
    if (!(await this.#store.note(taskKey, this.#claim, { progress, result, files }, stored))) return;
    this.#changes.publish([this.#task]);
  }

  /** Nothing of this try is written after this. */
  async settle(): Promise<void> {
    await this.#writing;
  }
}

export const asObject = (values: unknown): Readonly<Record<string, unknown>> =>
  typeof values === "object" && values !== null ? { ...values } : {};
