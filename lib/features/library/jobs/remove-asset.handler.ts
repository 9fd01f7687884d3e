import "server-only";
import { eq } from "drizzle-orm";
import { openAccount } from "#lib/accounts/accounts.ts";
import { forgetAsset } from "#lib/asset-index/forget-asset.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { JobContext } from "#lib/job-loop/job-loop.ts";
import { publishLive } from "#lib/live/publish.ts";
import { ProviderError } from "#lib/providers/errors.ts";

const removeTimeoutMs = 15_000;
/** The last try: 1 + the definition's retries. */
const lastAttempt = 5;

/** The provider first, then the index: killed in between, the next try finds it gone there and goes on. */
export async function handleRemoveAsset(
  { assetId }: { assetId: string },
  { signal, attempt }: Pick<JobContext, "signal" | "attempt">,
): Promise<void> {
  const [asset] = await db()
    .select({ connectionId: assets.connectionId, providerAssetId: assets.providerAssetId })
    .from(assets)
    .where(eq(assets.assetId, assetId));
  if (!asset) return;
  try {
    const { provider } = await openAccount(asset.connectionId);
    await provider.library?.remove(asset.providerAssetId, { signal, timeoutMs: removeTimeoutMs });
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof DomainError && error.code === "not_found") return;
    const isFinal =
      error instanceof ProviderError && (error.kind === "forbidden" || error.kind === "invalid");
    if (!isFinal && attempt < lastAttempt) throw error;
    await showAgain(assetId, error);
    return;
  }
  await forgetAsset(asset.connectionId, asset.providerAssetId, new Date());
}

/** It could not be deleted: back into the library, saying why. */
async function showAgain(assetId: string, error: unknown): Promise<void> {
  const reason = error instanceof ProviderError ? error.message : "The server's log says why.";
  await db()
    .update(assets)
    .set({ removingAt: null, error: { cause: "not_deleted", message: `It could not be deleted. ${reason}` } })
    .where(eq(assets.assetId, assetId));
  publishLive({ type: "library" });
}
