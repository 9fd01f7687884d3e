import "server-only";
import type { OpenAccount } from "#lib/accounts/accounts.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import type { Log } from "#lib/log.ts";
import { ProviderError } from "#lib/providers/errors.ts";

export interface AssetReader {
  /** Read this asset soon; a read already under way for it is followed by one more. */
  read(providerAssetId: string, changedAtMs?: number): void;
  /** Rejects when the connection as a whole fails; never resolves before the signal aborts. */
  readonly failed: Promise<never>;
}

const readsAtOnce = 8;
const readTimeoutMs = 5_000;

/** A failure of one asset is told in the log; one of these means that no asset can be read. */
const wholeConnection = new Set<ProviderError["kind"]>([
  "name_not_resolved",
  "refused",
  "connection_lost",
  "tls",
  "blocked_address",
  "unauthorized",
  "forbidden",
  "rate_limited",
  "circuit_open",
]);

/**
 * Reads changed assets as they are named, each at most once at a time: a burst of progress on one asset costs
 * one read per answer, not one per change.
 */
export function createAssetReader(account: OpenAccount, signal: AbortSignal, log: Log): AssetReader {
  const waiting = new Map<string, number | undefined>();
  const reading = new Set<string>();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});
  signal.addEventListener("abort", () => failure.reject(signal.reason), { once: true });

  const pump = () => {
    for (const [providerAssetId, changedAtMs] of waiting) {
      if (reading.size >= readsAtOnce || signal.aborted) return;
      if (reading.has(providerAssetId)) continue;
      waiting.delete(providerAssetId);
      reading.add(providerAssetId);
      const told = changedAtMs === undefined ? {} : { changedAtMs };
      repairAsset(account, providerAssetId, { signal, timeoutMs: readTimeoutMs, ...told })
        .catch((error: unknown) => {
          if (signal.aborted) return;
          const isOneAssetOnly = error instanceof ProviderError && !wholeConnection.has(error.kind);
          if (!isOneAssetOnly) return failure.reject(error);
          log.warn({ reason: error.message, providerAssetId }, "an asset could not be read");
        })
        .finally(() => {
          reading.delete(providerAssetId);
          pump();
        });
    }
  };

  return {
    read(providerAssetId, changedAtMs) {
      // The oldest untold change counts: latency is measured from it.
      waiting.set(providerAssetId, waiting.get(providerAssetId) ?? changedAtMs);
      pump();
    },
    failed: failure.promise,
  };
}
