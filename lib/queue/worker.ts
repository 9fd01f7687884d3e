import { dashboardPostgres } from "#lib/db/client.ts";
import { createJobLoop, type JobLoop } from "#lib/job-loop/job-loop.ts";
import { createLog } from "#lib/log.ts";
import { type JobDefinition, lanes } from "./define-job.ts";

const key = Symbol.for("reelyard.dashboard.jobs");
const shared = globalThis as typeof globalThis & { [key]?: JobLoop | undefined };

/** Takes the dashboard's jobs. Called once at boot; resolves to the way to stop. */
export async function startWorker(jobs: readonly JobDefinition[]): Promise<() => Promise<void>> {
  const loop = createJobLoop({
    postgres: dashboardPostgres(),
    schema: "dashboard_jobs",
    lanes,
    log: createLog("jobs"),
  });
  for (const job of jobs) {
    loop.define(job.name, {
      lane: job.lane,
      ...(job.retryLimit === undefined ? {} : { retryLimit: job.retryLimit }),
      handler: async (data, context) => {
        const handle = await job.handler();
        await handle(job.payload.parse(data), context);
      },
    });
  }
  await loop.start();
  shared[key] = loop;
  return async () => {
    shared[key] = undefined;
    await loop.stop();
  };
}

/** The running loop, also for code that Next loaded as another module instance. */
export function runningJobLoop(): JobLoop {
  const loop = shared[key];
  if (!loop) throw new Error("The dashboard's worker is not running: startWorker() comes first.");
  return loop;
}
