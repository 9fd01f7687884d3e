import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { Pace } from "./tasks/task-kind.ts";
import { requireKind } from "./tasks/task-kinds.ts";

export const queues: Readonly<Record<Pace, string>> = {
  instant: "stupeflix-instant",
  light: "stupeflix-light",
  heavy: "stupeflix-heavy",
};
/** Instant tasks share one job, one beginning and one end: a thousand cost a few writes. */
const instantTasksOfJob = 100;

interface TaskJob {
  readonly pace: Pace;
  readonly data: { readonly taskKeys: string[] };
  readonly singletonKey: string;
}

/** One job a task, except that instant ones share theirs. */
export function jobsOf(tasks: readonly Pick<StupeflixTask, "taskKey" | "taskName">[]): TaskJob[] {
  return (["instant", "light", "heavy"] as const).flatMap((pace) => {
    const keys = tasks.filter((task) => paceOf(task.taskName) === pace).map((task) => task.taskKey);
    const size = pace === "instant" ? instantTasksOfJob : 1;
    return Array.from({ length: Math.ceil(keys.length / size) }, (_unused, index) => {
      const taskKeys = keys.slice(index * size, (index + 1) * size);
      return { pace, data: { taskKeys }, singletonKey: taskKeys[0] ?? "" };
    });
  });
}

/** A kind that a later version took away ends in an error, wherever it runs. */
function paceOf(taskName: string): Pace {
  try {
    return requireKind(taskName).pace;
  } catch {
    return "light";
  }
}
