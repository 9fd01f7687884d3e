import { clearConnection } from "#lib/features/connections/jobs/clear-connection.ts";
import { ensureLocalConnections } from "#lib/features/connections/local-connections.ts";
import { startInbox } from "#lib/features/inbox/start-inbox.ts";
import { resumeDeletions } from "#lib/features/library/commands.ts";
import { removeAsset } from "#lib/features/library/jobs/remove-asset.ts";
import { startSync } from "#lib/features/sync/start-sync.ts";
import { retryFailedEncodings } from "#lib/features/telestream/jobs/retry-failed-encodings.ts";
import { watchAbandoned } from "#lib/features/uploads/watch-abandoned.ts";
import { checkAuthTokens } from "#lib/features/ziggeo/jobs/check-auth-tokens.ts";
import { watchAuthTokens } from "#lib/features/ziggeo/watch-auth-tokens.ts";
import { startWorker } from "#lib/queue/worker.ts";

/**
 * What runs without anyone asking: the dashboard's jobs, what comes into the inbox, then the sync with every connection. Resolves to the
 * way to stop, in the reverse order.
 */
export async function startBackground(): Promise<() => Promise<void>> {
  const stopWorker = await startWorker([removeAsset, clearConnection, retryFailedEncodings, checkAuthTokens]);
  await resumeDeletions();
  const stopInbox = await startInbox();
  const stopSync = await startSync({ onEngineUp: ensureLocalConnections });
  const stopAuthTokens = watchAuthTokens();
  const stopUploads = watchAbandoned();
  return async () => {
    await stopUploads();
    await stopAuthTokens();
    await stopSync();
    await stopInbox();
    await stopWorker();
  };
}
