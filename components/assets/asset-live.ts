import type { LiveMessage } from "#lib/domain/live.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";

/**
 * The asset after a live message, and whether it has to be read again: progress fits into the message, what a
 * finished rendition is (its file, its size, its codecs) does not. Pure.
 */
export function applyLive(
  asset: AssetDetail,
  message: LiveMessage,
): { readonly asset: AssetDetail; readonly isOutdated: boolean } {
  if (message.type === "resync") return { asset, isOutdated: true };
  if (message.type === "asset" && message.assetId === asset.assetId) {
    return { asset: { ...asset, status: message.status }, isOutdated: true };
  }
  if (message.type !== "rendition" || message.assetId !== asset.assetId) return { asset, isOutdated: false };
  const before = asset.renditions.find(({ renditionId }) => renditionId === message.renditionId);
  if (!before) return { asset, isOutdated: true };
  const { status, progressPercent, queuePosition, remainingMs } = message;
  const after = { ...before, status, progressPercent, queuePosition, remainingMs };
  return {
    asset: { ...asset, renditions: asset.renditions.map((each) => (each === before ? after : each)) },
    isOutdated: before.status !== status,
  };
}
