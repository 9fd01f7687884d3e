import type { AssetStatus, AssetType, Filmstrip } from "./asset.ts";
import type { ProviderId } from "./provider-id.ts";

/** What a list shows of one asset. */
export interface AssetCard {
  readonly assetId: string;
  readonly connectionId: string;
  readonly provider: ProviderId;
  readonly title: string;
  readonly type: AssetType;
  readonly status: AssetStatus;
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly sizeBytes: number | null;
  readonly videoCodec: string | null;
  readonly tags: readonly string[];
  /** URLs as the browser reaches them. */
  readonly posterUrl: string | null;
  readonly filmstrip: Filmstrip | null;
  readonly renditionCount: number;
  /** The rendition now being made, when status is encoding. */
  readonly progress: {
    readonly renditionName: string;
    readonly percent: number;
    readonly remainingMs: number | null;
    readonly queuePosition: number | null;
  } | null;
  readonly errorMessage: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
}
