import { z } from "zod";
import {
  type AssetStatus,
  assetStatuses,
  assetTypes,
  type Filmstrip,
  type PlaybackSource,
} from "#lib/domain/asset.ts";
import type { AssetCard } from "#lib/domain/asset-card.ts";
import { providerIds } from "#lib/domain/provider-id.ts";
import { type Rendition, renditionStatuses } from "#lib/domain/rendition.ts";

/** A list in the URL: `?provider=ziggeo,apivideo`. */
const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z.preprocess(
    (given) => (typeof given === "string" ? given.split(",").filter(Boolean) : (given ?? [])),
    z.array(z.enum(values)),
  );

const words = z.preprocess(
  (given) => (typeof given === "string" ? given.split(",").filter(Boolean) : (given ?? [])),
  z.array(z.string().max(200)),
);

export const assetSorts = ["newest", "oldest", "title", "longest", "largest"] as const;

/** The library's state, whole, in the URL. The page, the refetch and saved views all parse it with this. */
export const assetFilter = z.object({
  q: z.string().trim().max(200).default("").catch(""),
  provider: listOf(providerIds).catch([]),
  connection: words.catch([]),
  status: listOf(assetStatuses).catch([]),
  tag: words.catch([]),
  type: listOf(assetTypes).catch([]),
  /** Days, inclusive: 2026-11-21. */
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  sort: z.enum(assetSorts).default("newest").catch("newest"),
  view: z.enum(["grid", "table"]).default("grid").catch("grid"),
});
export type AssetFilter = z.output<typeof assetFilter>;

export const assetPageRequest = assetFilter.extend({
  /** Opaque, from the page before. */
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type AssetPageRequest = z.output<typeof assetPageRequest>;

const filmstrip = z.object({
  url: z.string(),
  frameCount: z.number(),
  frameWidth: z.number(),
  frameHeight: z.number(),
}) satisfies z.ZodType<Filmstrip>;

export const assetSummary = z.object({
  assetId: z.string(),
  connectionId: z.string(),
  provider: z.enum(providerIds),
  title: z.string(),
  type: z.enum(assetTypes),
  status: z.enum(assetStatuses) satisfies z.ZodType<AssetStatus>,
  durationMs: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  videoCodec: z.string().nullable(),
  tags: z.array(z.string()),
  /** URLs as this browser reaches them. */
  posterUrl: z.string().nullable(),
  filmstrip: filmstrip.nullable(),
  renditionCount: z.number(),
  /** The rendition now being made, when status is encoding. */
  progress: z
    .object({
      renditionName: z.string(),
      percent: z.number(),
      remainingMs: z.number().nullable(),
      queuePosition: z.number().nullable(),
    })
    .nullable(),
  errorMessage: z.string().nullable(),
  createdAt: z.string(),
}) satisfies z.ZodType<AssetCard>;
export type AssetSummary = z.output<typeof assetSummary>;

/** Of a whole filter; asked for alone, it is exact up to 10,000, then an estimate with `totalIsExact` false. */
export const assetTotal = z.object({ total: z.number(), totalIsExact: z.boolean() });
export type AssetTotal = z.output<typeof assetTotal>;

/** Its total is exact where counters know it or the page holds everything: a page does not wait for counting. */
export const assetPage = assetTotal.extend({
  items: z.array(assetSummary),
  nextCursor: z.string().nullable(),
});
export type AssetPage = z.output<typeof assetPage>;

/** Counts for the filter menus. */
export const assetFacets = z.object({
  provider: z.record(z.string(), z.number()),
  connection: z.record(z.string(), z.number()),
  status: z.record(z.string(), z.number()),
  type: z.record(z.string(), z.number()),
  tag: z.record(z.string(), z.number()),
  total: z.number(),
});
export type AssetFacets = z.output<typeof assetFacets>;

const playbackSource = z.object({
  kind: z.enum(["hls", "file"]),
  label: z.string(),
  url: z.string(),
  mimeType: z.string(),
}) satisfies z.ZodType<PlaybackSource>;

const failure = z.object({ cause: z.string(), message: z.string() });

const rendition = z.object({
  renditionId: z.string(),
  name: z.string(),
  kind: z.enum(["video", "audio", "playlist", "stills"]),
  status: z.enum(renditionStatuses),
  progressPercent: z.number(),
  queuePosition: z.number().nullable(),
  remainingMs: z.number().nullable(),
  videoCodec: z.string().nullable(),
  audioCodec: z.string().nullable(),
  container: z.string().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  framesPerSecond: z.number().nullable(),
  bitrateKbps: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  durationMs: z.number().nullable(),
  url: z.string().nullable(),
  error: failure.nullable(),
  startedAt: z.string().nullable(),
  updatedAt: z.string(),
}) satisfies z.ZodType<Rendition>;

/** Everything the asset page shows; URLs as this browser reaches them. */
export const assetDetail = assetSummary.extend({
  providerAssetId: z.string(),
  fileName: z.string().nullable(),
  framesPerSecond: z.number().nullable(),
  audioCodec: z.string().nullable(),
  bitrateKbps: z.number().nullable(),
  connectionName: z.string(),
  container: z.object({ id: z.string(), name: z.string() }).nullable(),
  playback: z.array(playbackSource),
  sourceUrl: z.string().nullable(),
  renditions: z.array(rendition),
  /** What may be done here: absent abilities are not shown. */
  abilities: z.object({ retry: z.boolean(), cancel: z.boolean(), remove: z.boolean() }),
  /** When the provider was last read. */
  syncedAt: z.string(),
  /** The provider could not be read just now: this is what the index has. */
  isStale: z.boolean(),
  updatedAt: z.string(),
});
export type AssetDetail = z.output<typeof assetDetail>;

/** A rendition being made, or lately made, anywhere. */
export const workItem = z.object({
  assetId: z.string(),
  assetTitle: z.string(),
  posterUrl: z.string().nullable(),
  connectionId: z.string(),
  connectionName: z.string(),
  provider: z.enum(providerIds),
  renditionId: z.string(),
  name: z.string(),
  status: z.enum(renditionStatuses),
  progressPercent: z.number(),
  queuePosition: z.number().nullable(),
  remainingMs: z.number().nullable(),
  error: failure.nullable(),
  startedAt: z.string().nullable(),
  updatedAt: z.string(),
});
export type WorkItem = z.output<typeof workItem>;
export const workList = z.array(workItem);

/** The provider's own JSON, shown as it is. */
export const rawAsset = z.unknown();

export const deleteAssetsInput = z.object({ assetIds: z.array(z.string()).min(1).max(500) });
export const renditionActionInput = z.object({ assetId: z.string(), renditionId: z.string() });
export const importUrlInput = z.object({
  url: z.url({ protocol: /^https?$/, error: "Enter a web address that starts with http:// or https://." }),
  connectionId: z.string(),
  destinationId: z.string().optional(),
  /** What is to be made of it; nothing when empty, what the place makes of everything when left out. */
  renditionNames: z.array(z.string()).optional(),
});
export const addSampleVideosInput = z.object({ connectionId: z.string() });
export const assetIdInput = z.object({ assetId: z.string() });
