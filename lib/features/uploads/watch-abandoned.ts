import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { createLog } from "#lib/log.ts";
import { endAbandoned } from "./abandoned.ts";

const lookEveryMs = 60 * 60_000;

/** Ends abandoned uploads now and then. Resolves to the way to stop. */
export function watchAbandoned(): () => Promise<void> {
  const stopping = new AbortController();
  const log = createLog("uploads");
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await endAbandoned(new Date());
      } catch (error) {
        log.error({ err: error }, "the abandoned uploads could not be ended");
      }
      await sleep(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await watching;
  };
}
