import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import type { AssetStatus } from "#lib/domain/asset.ts";
import { renditionStatuses } from "#lib/domain/rendition.ts";

/** What the index last said of a rendition's progress. */
const knownRendition = z.object({
  renditionId: z.string(),
  status: z.enum(renditionStatuses),
  progressPercent: z.number(),
  queuePosition: z.number().nullable(),
  remainingMs: z.number().nullable(),
});
export type KnownRendition = z.output<typeof knownRendition>;

export interface KnownAsset {
  readonly assetId: string;
  readonly contentHash: string;
  readonly shapeHash: string;
  readonly status: AssetStatus;
  readonly renditions: readonly KnownRendition[];
}

const progressSql = `(
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'renditionId', renditions.rendition_id, 'status', renditions.status,
    'progressPercent', renditions.progress_percent, 'queuePosition', renditions.queue_position,
    'remainingMs', renditions.remaining_ms)), '[]')
  FROM renditions WHERE renditions.asset_id = assets.asset_id)`;

/** What the index has of these, by the provider's id, with each rendition's progress. One query. */
export async function findKnownAssets(
  connectionId: string,
  providerAssetIds: readonly string[],
): Promise<ReadonlyMap<string, KnownAsset>> {
  if (providerAssetIds.length === 0) return new Map();
  const rows = await db()
    .select({
      assetId: assets.assetId,
      providerAssetId: assets.providerAssetId,
      contentHash: assets.contentHash,
      shapeHash: assets.shapeHash,
      status: assets.status,
      // Names in full: drizzle leaves the table out of columns where a query reads from one table alone.
      renditions: sql.raw(progressSql).mapWith((value) => z.array(knownRendition).parse(value)),
    })
    .from(assets)
    .where(
      and(eq(assets.connectionId, connectionId), inArray(assets.providerAssetId, [...providerAssetIds])),
    );
  return new Map(rows.map(({ providerAssetId, ...known }) => [providerAssetId, known]));
}
