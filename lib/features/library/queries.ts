import "server-only";
import { and } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { connections } from "#lib/db/schema/connections.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { type KnownConnection, toAfter, toOrder, toSortKey, toWhere } from "./conditions.ts";
import { countAssets, countFacets, estimateAssets } from "./counts.ts";
import { type Cursor, decodeCursor, encodeCursor } from "./cursor.ts";
import type { AssetFacets, AssetFilter, AssetPage, AssetPageRequest, AssetTotal } from "./schema.ts";
import { summaryColumns, toSummary } from "./to-summary.ts";

/**
 * One page of the library, from the index alone: no provider is asked, so none can slow it down.
 * Keyset paging: rows that come and go between two pages neither repeat nor hide others.
 */
export async function listAssets(_viewer: Viewer, request: AssetPageRequest): Promise<AssetPage> {
  const known = await listKnownConnections();
  const where = toWhere(request, known);
  if (!where) return { items: [], nextCursor: null, total: 0, totalIsExact: true };
  const cursor = request.cursor ? decodeCursor(request.cursor, request.sort) : undefined;
  const rows = await db()
    .select(summaryColumns)
    .from(assets)
    .where(and(where, cursor && toAfter(cursor)))
    .orderBy(...toOrder(request.sort))
    .limit(request.limit + 1);
  const { total, totalIsExact } = await findTotal(request, cursor, rows.length, known);
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  const connectionOf = new Map(known.map((each) => [each.connectionId, each]));
  return {
    items: page.flatMap((row) => {
      const connection = connectionOf.get(row.connectionId);
      return connection ? [toSummary(row, connection)] : [];
    }),
    nextCursor:
      last && rows.length > request.limit
        ? encodeCursor({
            sort: request.sort,
            key: toSortKey(request.sort, last),
            assetId: last.assetId,
            total,
            totalIsExact,
          })
        : null,
    total,
    totalIsExact,
  };
}

/**
 * Found once, with the first page, and carried in the cursor: the thousandth page is as fast as the first. A first
 * page that holds everything has counted already; else what no counter knows is estimated, because counting ten
 * thousand rows takes longer than everything else of the page.
 */
async function findTotal(
  request: AssetPageRequest,
  cursor: Cursor | undefined,
  found: number,
  known: readonly KnownConnection[],
): Promise<AssetTotal> {
  if (cursor) return cursor;
  if (found <= request.limit) return { total: found, totalIsExact: true };
  return estimateAssets(request, known, found);
}

/** How many a filter matches, for a list whose first page could only estimate it. */
export async function getAssetTotal(_viewer: Viewer, filter: AssetFilter): Promise<AssetTotal> {
  return countAssets(filter, await listKnownConnections());
}

/** Counts for the filter menus. */
export async function listAssetFacets(_viewer: Viewer, filter: AssetFilter): Promise<AssetFacets> {
  return countFacets(filter, await listKnownConnections());
}

/** What lists need of every connection, those on their way out included: their rows must not show. */
async function listKnownConnections() {
  return db()
    .select({
      connectionId: connections.connectionId,
      provider: connections.provider,
      isLocal: connections.isLocal,
      baseUrl: connections.baseUrl,
      removedAt: connections.removedAt,
    })
    .from(connections);
}
