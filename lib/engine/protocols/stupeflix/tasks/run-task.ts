import { hello } from "./hello.ts";
import { parameterFault, parseParameters, type TaskContext, TaskFault, type TaskKind } from "./task-kind.ts";
import { videoInfo } from "./video-info.ts";

/** The documentation's other tasks: known, and not made by this version. */
const plannedTasks: ReadonlySet<string> = new Set([
  "audio.beats",
  "audio.convert",
  "audio.info",
  "audio.waveform",
  "html.scrape",
  "image.gif",
  "image.info",
  "image.strip",
  "image.thumb",
  "video.convert",
  "video.create",
  "video.reverse",
  "video.strip",
  "video.thumb",
  "video.upload.fb",
  "video.upload.vimeo",
  "video.upload.youtube",
]);

type Run = (given: unknown, context: TaskContext) => Promise<unknown>;

const toRun =
  <Parameters>(kind: TaskKind<Parameters>): Run =>
  (given, context) =>
    kind.run(parseParameters(kind.parameters, given), context);

const runs: Readonly<Record<string, Run>> = {
  [hello.name]: toRun(hello),
  [videoInfo.name]: toRun(videoInfo),
};

/** Runs a task by its name and answers its `result`. Throws `TaskFault`. */
export async function runTask(taskName: string, parameters: unknown, context: TaskContext): Promise<unknown> {
  if (taskName === "") throw parameterFault("task_name", "this field is required");
  const run = Object.hasOwn(runs, taskName) ? runs[taskName] : undefined;
  if (run) return run(parameters, context);
  if (plannedTasks.has(taskName)) throw new TaskFault(`${taskName} is not offered by this engine yet`);
  throw parameterFault("task_name", "invalid choice");
}
