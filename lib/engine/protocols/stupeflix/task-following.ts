import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { TaskChanges } from "./task-changes.ts";
import { hasEnded } from "./task-store.ts";

/** First the tasks as they are, in the order asked for; then what changed, until all have ended. */
export interface Following {
  first(): Promise<readonly (StupeflixTask | undefined)[]>;
  /**
   * What changed since the last call; undefined once all have ended, the caller has gone or the engine stops. A
   * reader who is slow finds each task once or twice, as it is now: what waits for him does not grow.
   */
  next(): Promise<readonly StupeflixTask[] | undefined>;
  /** The tasks at their end, in the order asked for, or as they are when the caller goes. */
  end(): Promise<readonly (StupeflixTask | undefined)[]>;
  stop(): void;
}

interface FollowOptions {
  /** Watched from before the first read; those of new tasks are known only after it, and before they begin. */
  readonly keys?: readonly string[];
  readonly read: () => Promise<{
    readonly tasks: readonly (StupeflixTask | undefined)[];
    readonly begin?: () => Promise<void>;
  }>;
  readonly signal: AbortSignal;
}

export function follow(
  changes: Pick<TaskChanges, "watch">,
  { keys = [], read, signal }: FollowOptions,
): Following {
  const latest = new Map<string, StupeflixTask>();
  const open = new Set<string>();
  const waiting = new Map<string, StupeflixTask[]>();
  let order: readonly (string | undefined)[] = [];
  let wake = Promise.withResolvers<void>();
  let unwatch = () => {};
  const onAbort = () => wake.resolve();
  signal.addEventListener("abort", onAbort, { once: true });

  const onChange = (task: StupeflixTask) => {
    const known = latest.get(task.taskKey);
    if (known && (hasEnded(known) || isSame(known, task))) return;
    latest.set(task.taskKey, task);
    if (hasEnded(task)) open.delete(task.taskKey);
    const before = waiting.get(task.taskKey) ?? [];
    const kept = before.at(-1)?.status === task.status ? before.slice(0, -1) : before;
    waiting.set(task.taskKey, [...kept, task]);
    wake.resolve();
  };
  const stop = () => {
    unwatch();
    signal.removeEventListener("abort", onAbort);
  };

  let begin: (() => Promise<void>) | undefined;
  const following: Following = {
    async first() {
      unwatch = changes.watch(keys, onChange);
      try {
        const found = await read();
        order = found.tasks.map((task) => task?.taskKey);
        const created = order.flatMap((key) => (key !== undefined && !keys.includes(key) ? key : []));
        if (created.length > 0) {
          const [before, after] = [unwatch, changes.watch(created, onChange)];
          unwatch = () => {
            before();
            after();
          };
        }
        for (const task of found.tasks) {
          if (!task || latest.has(task.taskKey)) continue;
          latest.set(task.taskKey, task);
          if (!hasEnded(task)) open.add(task.taskKey);
        }
        // What changed during the read is told after it, unless it is what was read.
        for (const task of latest.values()) if (!hasEnded(task)) open.add(task.taskKey);
        begin = found.begin;
        return found.tasks;
      } catch (error) {
        stop();
        throw error;
      }
    },
    async next() {
      await begin?.();
      begin = undefined;
      for (;;) {
        if (waiting.size > 0) {
          const changed = [...waiting.values()].flat();
          waiting.clear();
          return changed;
        }
        if (open.size === 0 || signal.aborted) return undefined;
        await wake.promise;
        wake = Promise.withResolvers();
      }
    },
    async end() {
      try {
        await following.first();
        while (await following.next());
        return order.map((key) => (key === undefined ? undefined : latest.get(key)));
      } finally {
        stop();
      }
    },
    stop,
  };
  return following;
}

/** What a watcher tells, without an end of its own; a reader who is slow finds each task once, as it is now. */
export function followAll(
  watch: (listener: (task: StupeflixTask) => void) => () => void,
  { signal }: { signal: AbortSignal },
): Pick<Following, "next" | "stop"> {
  const waiting = new Map<string, StupeflixTask>();
  let wake = Promise.withResolvers<void>();
  const unwatch = watch((task) => {
    waiting.set(task.taskKey, task);
    wake.resolve();
  });
  const onAbort = () => wake.resolve();
  signal.addEventListener("abort", onAbort, { once: true });
  return {
    async next() {
      while (waiting.size === 0) {
        if (signal.aborted) return undefined;
        await wake.promise;
        wake = Promise.withResolvers();
      }
      const changed = [...waiting.values()];
      waiting.clear();
      return changed;
    },
    stop() {
      unwatch();
      signal.removeEventListener("abort", onAbort);
    },
  };
}

/** Read again and found as it was. */
const isSame = (a: StupeflixTask, b: StupeflixTask) =>
  a === b ||
  (a.status === b.status &&
    a.claim === b.claim &&
    !hasEnded(a) &&
    JSON.stringify([a.progress, a.result]) === JSON.stringify([b.progress, b.result]));
