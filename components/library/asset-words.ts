import { countOf, formatBytes, formatCount, formatRemaining, formatResolution } from "#lib/client/format.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import type { AssetSummary } from "#lib/features/library/schema.ts";

const renditionNouns: Record<ProviderId, [one: string, many: string]> = {
  ziggeo: ["stream", "streams"],
  telestream: ["rendition", "renditions"],
  stupeflix: ["file", "files"],
  apivideo: ["quality", "qualities"],
};

/** "5 renditions", "7 qualities", "3 streams": each provider's own word. */
export function renditionsInWords(provider: ProviderId, count: number): string {
  const [one, many] = renditionNouns[provider];
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** The line under a title. */
export function describeAsset(asset: AssetSummary): string {
  switch (asset.status) {
    case "draft":
      return "draft";
    case "failed":
      return asset.errorMessage ? `failed: ${asset.errorMessage}` : "failed";
    case "importing":
      return "fetching the source";
    case "encoding":
      if (!asset.progress) return "encoding";
      return `${asset.progress.queuePosition === null ? "encoding" : "waiting for"} ${asset.progress.renditionName}`;
    case "ready":
      return [
        asset.width && asset.height ? formatResolution(asset.width, asset.height) : undefined,
        asset.renditionCount > 0 ? renditionsInWords(asset.provider, asset.renditionCount) : undefined,
        asset.sizeBytes ? formatBytes(asset.sizeBytes) : undefined,
      ]
        .filter(Boolean)
        .join(" · ");
  }
}

/** What stands on the picture while an asset is not ready; undefined when it is. */
export function statusOnPicture(asset: AssetSummary): string | undefined {
  switch (asset.status) {
    case "ready":
      return undefined;
    case "draft":
      return "Draft";
    case "failed":
      return "Failed";
    case "importing":
      return "Fetching";
    case "encoding":
      return progressInWords(asset.progress);
  }
}

/** "64 % · 18 s left", "Queued, 2nd", "Encoding". */
export function progressInWords(
  progress: Pick<NonNullable<AssetSummary["progress"]>, "percent" | "remainingMs" | "queuePosition"> | null,
): string {
  if (!progress) return "Encoding";
  if (progress.queuePosition !== null) return `Queued, ${ordinal(progress.queuePosition)}`;
  const percent = `${Math.round(progress.percent)} %`;
  return progress.remainingMs === null
    ? percent
    : `${percent} · ${formatRemaining(progress.remainingMs)} left`;
}

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const suffixes: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };

/** 1st, 2nd, 3rd, 11th. */
export function ordinal(place: number): string {
  return `${place}${suffixes[ordinals.select(place)] ?? "th"}`;
}

/** "48,210 videos", "about 48,000 videos" where the count is an estimate. */
export function totalInWords(total: number, isExact: boolean): string {
  return isExact ? countOf(total, "video") : `about ${countOf(roundRoughly(total), "video")}`;
}

function roundRoughly(total: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, total))) - 1);
  return Math.round(total / unit) * unit;
}

export const statusWords: Record<AssetSummary["status"], string> = {
  draft: "Draft",
  importing: "Fetching",
  encoding: "Encoding",
  ready: "Ready",
  failed: "Failed",
};
