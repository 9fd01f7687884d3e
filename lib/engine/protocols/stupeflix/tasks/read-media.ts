import type { MediaFacts } from "../../../library/types.ts";
import { MediaUnreadableError } from "../../../media/media-tools.ts";
import type { TaskContext } from "./task-context.ts";
import { parameterFault } from "./task-kind.ts";

/** The facts of a fetched file. Throws `TaskFault` naming the parameter when it is neither video nor sound. */
export async function readMedia(
  parameter: string,
  file: string,
  { engine, signal }: Pick<TaskContext, "engine" | "signal">,
  meant: "a video" | "a sound" = "a video",
): Promise<MediaFacts> {
  try {
    return await engine.media.probeFile(file, signal);
  } catch (error) {
    if (error instanceof MediaUnreadableError) throw parameterFault(parameter, `the file is not ${meant}`);
    throw error;
  }
}
