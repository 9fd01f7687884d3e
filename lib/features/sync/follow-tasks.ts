import "server-only";
import { publishLive } from "#lib/live/publish.ts";
import { ProviderError } from "#lib/providers/errors.ts";
import type { TaskReader } from "#lib/providers/provider.ts";
import { pause } from "./pause.ts";

const tellEveryMs = 200;
/** More than these changed together are told as one: pages read the list again in any case. */
const toldAtOnce = 20;
const dayMs = 24 * 3_600_000;

/** Tells open pages which of a connection's tasks change. Resolves when the service closes its feed. */
export async function followTasks(
  connectionId: string,
  watch: NonNullable<TaskReader["watch"]>,
  signal: AbortSignal,
): Promise<void> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer = undefined;
    const told = [...changed].slice(0, changed.size > toldAtOnce ? 1 : changed.size);
    changed.clear();
    publishLive(told.map((taskKey) => ({ type: "task" as const, connectionId, taskKey })));
  };
  try {
    for await (const taskKey of watch({ signal })) {
      changed.add(taskKey);
      timer ??= setTimeout(tell, tellEveryMs);
    }
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== "not_found") throw error;
    // A service without our engine's additions: pages ask for its tasks by themselves.
    for (;;) await pause(dayMs, signal);
  } finally {
    clearTimeout(timer);
  }
  signal.throwIfAborted();
}
