import { describe, expect, test } from "vitest";
import type { StupeflixTask } from "#lib/engine/db/schema/stupeflix-task.ts";
import { follow } from "#lib/engine/protocols/stupeflix/task-following.ts";

type Listener = (task: StupeflixTask) => void;

const task = (taskKey: string, changes: Partial<StupeflixTask> = {}): StupeflixTask => ({
  taskKey,
  accountId: "a",
  taskName: "hello",
  parameters: {},
  taskStore: {},
  status: "queued",
  progress: null,
  result: null,
  files: {},
  error: null,
  baseUrl: "",
  jobId: null,
  claim: null,
  isCallbackDue: false,
  queuedAt: new Date(0),
  startedAt: null,
  completedAt: null,
  sequence: 1,
  ...changes,
});

function setUp(tasks: readonly (StupeflixTask | undefined)[], signal = new AbortController().signal) {
  const listeners = new Map<string, Listener>();
  const changes = {
    watch(keys: readonly string[], listener: Listener) {
      for (const key of keys) listeners.set(key, listener);
      return () => {
        for (const key of keys) listeners.delete(key);
      };
    },
  };
  const keys = tasks.flatMap((one) => one?.taskKey ?? []);
  const following = follow(changes, { keys, read: async () => ({ tasks }), signal });
  const tell = (changed: StupeflixTask) => listeners.get(changed.taskKey)?.(changed);
  return { following, tell, listeners };
}

describe("following tasks", () => {
  test("a reader who is slow finds each task once or twice, as it is now, however much happened", async () => {
    const { following, tell } = setUp([task("K1"), task("K2")]);
    await following.first();
    for (let progress = 0; progress < 1_000; progress++) {
      tell(task("K1", { status: "executing", progress }));
      tell(task("K2", { status: "executing", progress }));
    }
    tell(task("K1", { status: "success", result: "done" }));
    expect(await following.next()).toMatchObject([
      { taskKey: "K1", status: "executing", progress: 999 },
      { taskKey: "K1", status: "success" },
      { taskKey: "K2", status: "executing", progress: 999 },
    ]);
    tell(task("K2", { status: "error" }));
    expect(await following.next()).toMatchObject([{ taskKey: "K2", status: "error" }]);
    expect(await following.next()).toBeUndefined();
  });

  test("what is told after a task's end, or is told again, is not passed on", async () => {
    const { following, tell } = setUp([task("K1"), task("K2")]);
    await following.first();
    tell(task("K1", { status: "success" }));
    tell(task("K1", { status: "executing", progress: 5 }));
    tell(task("K2", { status: "executing", progress: 1 }));
    expect(await following.next()).toMatchObject([{ status: "success" }, { taskKey: "K2", progress: 1 }]);
    tell(task("K2", { status: "executing", progress: 1 }));
    tell(task("K2", { status: "success" }));
    expect(await following.next()).toMatchObject([{ taskKey: "K2", status: "success" }]);
  });

  test("ends at once where all have ended or are unknown, and when the caller goes", async () => {
    const ended = setUp([task("K1", { status: "error" }), undefined]);
    expect(await ended.following.first()).toHaveLength(2);
    expect(await ended.following.next()).toBeUndefined();
    const gone = new AbortController();
    const left = setUp([task("K1")], gone.signal);
    await left.following.first();
    const next = left.following.next();
    gone.abort();
    expect(await next).toBeUndefined();
    left.following.stop();
    expect(left.listeners.size).toBe(0);
  });
});
