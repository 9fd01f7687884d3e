import type { ProviderId } from "./provider-id.ts";
import type { Rendition } from "./rendition.ts";

export const assetStatuses = ["draft", "importing", "encoding", "ready", "failed"] as const;
export type AssetStatus = (typeof assetStatuses)[number];

export const assetTypes = ["video", "audio", "image"] as const;
export type AssetType = (typeof assetTypes)[number];

/** One way to play an asset. Earlier entries are better; the player takes the first that it can. */
export interface PlaybackSource {
  readonly kind: "hls" | "file";
  readonly label: string;
  readonly url: string;
  readonly mimeType: string;
}

/** Equally wide frames side by side in one picture; hovering a poster scrubs through them. */
export interface Filmstrip {
  readonly url: string;
  readonly frameCount: number;
  readonly frameWidth: number;
  readonly frameHeight: number;
}

/** An asset as a provider tells it: what `lib/providers/<provider>/to-domain.ts` produces. */
export interface ProviderAsset {
  readonly provider: ProviderId;
  readonly providerAssetId: string;
  readonly title: string;
  readonly type: AssetType;
  readonly status: AssetStatus;
  readonly fileName: string | null;
  readonly durationMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  readonly sizeBytes: number | null;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  readonly bitrateKbps: number | null;
  readonly tags: readonly string[];
  readonly posterUrl: string | null;
  readonly filmstrip: Filmstrip | null;
  readonly playback: readonly PlaybackSource[];
  /** The uploaded file itself, when the provider serves it. */
  readonly sourceUrl: string | null;
  /** A Telestream factory, a Ziggeo application: what the asset lives in, when the provider has such a thing. */
  readonly container: { readonly id: string; readonly name: string } | null;
  readonly error: { readonly cause: string; readonly message: string } | null;
  readonly renditions: readonly Rendition[];
  /** It is called ready, and more of it is to come that no rendition shows: its poster, or what is to be made of it. */
  readonly hasMoreToCome?: true;
  readonly createdAt: string;
  readonly updatedAt: string;
}
