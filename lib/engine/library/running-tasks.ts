interface RunningTask {
  /** Looks again at what of its work is still wanted. */
  readonly recheck: () => Promise<void>;
  readonly abort: () => void;
}

/** What runs in this process, by asset, so that a cancel need not wait for the task to look by itself. */
export class RunningTasks {
  readonly #tasks = new Map<string, Set<RunningTask>>();

  /** Until the function that it answers is called. */
  enter(assetId: string, task: RunningTask): () => void {
    const tasks = this.#tasks.get(assetId) ?? new Set();
    tasks.add(task);
    this.#tasks.set(assetId, tasks);
    return () => {
      tasks.delete(task);
      if (tasks.size === 0) this.#tasks.delete(assetId);
    };
  }

  async recheck(assetId: string): Promise<void> {
    await Promise.all([...(this.#tasks.get(assetId) ?? [])].map((task) => task.recheck()));
  }

  abort(assetId: string): void {
    for (const task of this.#tasks.get(assetId) ?? []) task.abort();
  }
}
