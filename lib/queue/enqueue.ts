import type { z } from "zod";
import type { JobDefinition } from "./define-job.ts";
import { runningJobLoop } from "./worker.ts";

/** Puts an order in the queue; false when the same one already waits. It survives a crash from here on. */
export async function enqueue<Schema extends z.ZodObject>(
  job: JobDefinition<Schema>,
  payload: z.input<Schema>,
): Promise<boolean> {
  const parsed = job.payload.parse(payload);
  const singletonKey = job.key?.(parsed);
  const jobId = await runningJobLoop().send(job.name, parsed, singletonKey ? { singletonKey } : {});
  return jobId !== null;
}
