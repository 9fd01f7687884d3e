/** A Ziggeo stream, a Telestream encoding, an api.video quality. */
export const renditionStatuses = ["queued", "encoding", "ready", "failed", "cancelled"] as const;
export type RenditionStatus = (typeof renditionStatuses)[number];

export interface Rendition {
  /** The provider's own id, unique within its asset. */
  readonly renditionId: string;
  /** What the provider calls it: a profile name, a quality. */
  readonly name: string;
  readonly kind: "video" | "audio" | "playlist" | "stills";
  readonly status: RenditionStatus;
  /** 0–100, whole numbers; 100 when ready. */
  readonly progressPercent: number;
  /** Place in the provider's queue from 1, while queued and known. */
  readonly queuePosition: number | null;
  readonly remainingMs: number | null;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  readonly container: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  readonly bitrateKbps: number | null;
  readonly sizeBytes: number | null;
  readonly durationMs: number | null;
  /** Where the provider serves it, as the dashboard's server reaches it. */
  readonly url: string | null;
  readonly error: { readonly cause: string; readonly message: string } | null;
  readonly startedAt: string | null;
  readonly updatedAt: string;
}
