import type { LiveMessage } from "#lib/domain/live.ts";
import type { AssetSummary } from "#lib/features/library/schema.ts";
import { type AssetPages, patchAsset, removeAssets } from "./asset-pages.ts";

/** What is told of one asset. */
type AssetMessage = Extract<LiveMessage, { type: "asset" | "rendition" }>;
export type ListMessage = AssetMessage | Extract<LiveMessage, { type: "asset-removed" }>;

/** A list as these messages say it now is; the same object when they say nothing new of it. */
export function applyMessages(pages: AssetPages, messages: readonly ListMessage[]): AssetPages {
  return messages.reduce(
    (now, message) =>
      message.type === "asset-removed"
        ? removeAssets(now, new Set([message.assetId]))
        : patchAsset(now, message.assetId, (asset) => applyMessage(asset, message)),
    pages,
  );
}

/** An asset as a live message of it says it now is. What the message does not carry is read again a moment later. */
export function applyMessage(asset: AssetSummary, message: AssetMessage): AssetSummary {
  if (message.type === "asset") {
    const { status, posterUrl = asset.posterUrl, durationMs = asset.durationMs } = message;
    const isSettled = status === "ready" || status === "failed";
    return { ...asset, status, posterUrl, durationMs, progress: isSettled ? null : asset.progress };
  }
  if (message.status === "queued" && asset.progress && asset.progress.renditionName !== message.name) {
    return asset;
  }
  if (message.status !== "encoding" && message.status !== "queued") {
    return asset.progress?.renditionName === message.name ? { ...asset, progress: null } : asset;
  }
  // Several renditions may move at once: the one furthest along is shown, as the index does.
  const shown = asset.progress;
  const isBehind =
    shown !== null && shown.renditionName !== message.name && shown.percent > message.progressPercent;
  if (isBehind) return asset;
  return {
    ...asset,
    progress: {
      renditionName: message.name,
      percent: message.progressPercent,
      remainingMs: message.remainingMs,
      queuePosition: message.queuePosition,
    },
  };
}
