import "server-only";
import type { JobContext } from "#lib/job-loop/job-loop.ts";
import { createLog } from "#lib/log.ts";
import { applyChange, nextFailed } from "../encodings.ts";

const log = createLog("telestream");
const batch = 20;

/** In the order of their ids, each once; killed, the next try goes over what is left: what was retried has not failed. */
export async function handleRetryFailedEncodings(
  { connectionId, factory, before }: { connectionId: string; factory: string | null; before: string },
  { signal }: Pick<JobContext, "signal">,
): Promise<void> {
  let after = "";
  for (;;) {
    signal.throwIfAborted();
    const ids = await nextFailed({ connectionId, factory, before: new Date(before), after }, batch);
    if (ids.length === 0) return;
    const { failures } = await applyChange(connectionId, ids, "retry", signal);
    if (failures.length > 0) log.debug({ connectionId, failures }, "encodings could not be retried");
    after = ids.at(-1) ?? after;
  }
}
