import type { WireTaskStatus } from "#lib/providers/stupeflix/wire.ts";
import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";

/** A status object: section A3. With `details` also what the task was asked, under the names it was asked with. */
export function toWireStatus(task: StupeflixTask, options: { details: boolean }): WireTaskStatus {
  return {
    status: task.status,
    ...(task.status !== "queued" && { progress: task.progress ?? null }),
    events: {
      queued: toMicroseconds(task.queuedAt),
      ...(task.startedAt && { started: toMicroseconds(task.startedAt) }),
      ...(task.completedAt && { completed: toMicroseconds(task.completedAt) }),
    },
    key: task.taskKey,
    ...(task.status === "success" && { result: task.result }),
    ...(task.status === "error" && { error: task.error }),
    ...(options.details && {
      task_name: task.taskName,
      parameters: task.parameters,
      task_store: task.taskStore,
    }),
  };
}

/** Keeps the list aligned with the keys that were asked for. */
export const unknownTask = (key: string): WireTaskStatus => ({ status: "error", key, error: "unknown task" });

/** ISO 8601 with microseconds and zone: `2013-04-03T15:47:27.703674+00:00`. */
const toMicroseconds = (date: Date) => date.toISOString().replace(/(\.\d{3})Z$/, "$1000+00:00");
