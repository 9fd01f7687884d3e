import type { OpenAccount } from "#lib/accounts/accounts.ts";
import type { CallOptions } from "#lib/providers/provider.ts";
import { applyAssets } from "./apply-assets.ts";
import { forgetAsset } from "./forget-asset.ts";

/**
 * Reads one asset at its provider and makes the index say the same: changed, or gone. Answers our id for it,
 * undefined when the provider no longer has it. Throws what the provider's client throws.
 * @param changedAtMs when the provider's state changed, where it told
 */
export async function repairAsset(
  { connection, provider }: OpenAccount,
  providerAssetId: string,
  { changedAtMs, ...options }: CallOptions & { changedAtMs?: number },
): Promise<string | undefined> {
  if (!provider.library) return undefined;
  const readAt = new Date();
  const asset = await provider.library.find(providerAssetId, options);
  if (!asset) {
    await forgetAsset(connection.connectionId, providerAssetId, readAt);
    return undefined;
  }
  const ids = await applyAssets(connection.connectionId, [asset], {
    readAt,
    urlBase: connection,
    ...(changedAtMs === undefined ? {} : { changedAtMs }),
  });
  return ids.get(providerAssetId);
}
