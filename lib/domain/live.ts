import type { AssetStatus } from "./asset.ts";
import type { RenditionStatus } from "./rendition.ts";

/** What `/live` carries: progress small enough to apply at once, and names of what to fetch again. */
export type LiveMessage =
  | {
      readonly type: "rendition";
      readonly assetId: string;
      readonly renditionId: string;
      readonly name: string;
      readonly status: RenditionStatus;
      readonly progressPercent: number;
      readonly queuePosition: number | null;
      readonly remainingMs: number | null;
      /** When the provider's state changed, epoch milliseconds: lets the bench measure change to pixel. */
      readonly changedAtMs: number;
    }
  | {
      readonly type: "asset";
      readonly assetId: string;
      readonly status: AssetStatus;
      /** What the index said before; null when it is new there. */
      readonly from?: AssetStatus | null;
      /** As this browser reaches it; not said where nobody asked the provider for this asset alone. */
      readonly posterUrl?: string | null;
      readonly durationMs?: number | null;
      /** The `AssetCard` of one that is new: a list can show it without asking, once it has parsed it. */
      readonly card?: unknown;
      readonly changedAtMs: number;
    }
  | { readonly type: "asset-removed"; readonly assetId: string }
  | { readonly type: "connection"; readonly connectionId: string }
  | { readonly type: "library" }
  /** Something came into the inbox, or was processed there. */
  | { readonly type: "inbox" }
  /** A task of a connection changed. */
  | { readonly type: "task"; readonly connectionId: string; readonly taskKey: string }
  | { readonly type: "engine"; readonly state: "up" | "down" | "restarting" }
  /** Some messages may have been missed: fetch everything shown again. */
  | { readonly type: "resync" };
