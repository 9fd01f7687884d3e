import type { Engine, ProtocolMount } from "../../engine.ts";
import { buildStupeflixApp } from "./app.ts";
import { TaskRunner } from "./task-runner.ts";

/** The Stupeflix Tasks API at the root of its own port. */
export function mountStupeflix(engine: Engine): ProtocolMount {
  const runner = new TaskRunner(engine);
  return {
    app: buildStupeflixApp(engine, runner),
    start: () => runner.recover(),
    close: () => runner.close(),
  };
}
