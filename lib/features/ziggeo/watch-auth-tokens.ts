import "server-only";
import { createLog } from "#lib/log.ts";
import { enqueue } from "#lib/queue/enqueue.ts";
import { nowAndThen } from "#lib/queue/now-and-then.ts";
import { findStaleConnections } from "./check-auth-tokens.ts";
import { checkAuthTokens } from "./jobs/check-auth-tokens.ts";

const lookEveryMs = 300_000;

/**
 * Has the tokens of every application checked now and then, so that one revoked elsewhere shows it also to those who
 * only choose among them. Resolves to the way to stop.
 */
export function watchAuthTokens(): () => Promise<void> {
  const log = createLog("ziggeo");
  const enqueueStale = async () => {
    for (const connectionId of await findStaleConnections()) {
      await enqueue(checkAuthTokens, { connectionId });
    }
  };
  return nowAndThen(lookEveryMs, enqueueStale, (error) =>
    log.error({ err: error }, "the auth tokens could not be looked through"),
  );
}
