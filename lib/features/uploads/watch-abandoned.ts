import "server-only";
import { createLog } from "#lib/log.ts";
import { nowAndThen } from "#lib/queue/now-and-then.ts";
import { endAbandoned } from "./abandoned.ts";

const lookEveryMs = 60 * 60_000;

/** Ends abandoned uploads now and then. Resolves to the way to stop. */
export function watchAbandoned(): () => Promise<void> {
  const log = createLog("uploads");
  return nowAndThen(
    lookEveryMs,
    () => endAbandoned(new Date()),
    (error) => log.error({ err: error }, "the abandoned uploads could not be ended"),
  );
}
