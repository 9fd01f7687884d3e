import type { AssetPage, AssetSummary } from "#lib/features/library/schema.ts";

/** An asset as a list has it. */
export const asset = (assetId: string, change: Partial<AssetSummary> = {}): AssetSummary => ({
  assetId,
  connectionId: "c1",
  provider: "telestream",
  title: assetId,
  type: "video",
  status: "ready",
  durationMs: 1000,
  width: 1280,
  height: 720,
  sizeBytes: 1,
  videoCodec: "h264",
  tags: [],
  posterUrl: null,
  filmstrip: null,
  renditionCount: 1,
  progress: null,
  errorMessage: null,
  createdAt: "2026-11-21T12:00:00.000Z",
  ...change,
});

/** A page of six such assets in all. */
export const page = (ids: readonly string[], nextCursor: string | null, total = 6): AssetPage => ({
  items: ids.map((id) => asset(id)),
  nextCursor,
  total,
  totalIsExact: true,
});
