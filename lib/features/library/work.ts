import "server-only";
import { and, desc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { connections } from "#lib/db/schema/connections.ts";
import { renditions } from "#lib/db/schema/renditions.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { WorkItem } from "./schema.ts";

const shownAtMost = 300;
/** What ended longer ago than this is history, not work. */
const endedWithinMs = 24 * 60 * 60 * 1000;

/** Renditions being made over all connections, then those that failed or ended today, newest first. */
export async function listWork(_viewer: Viewer): Promise<WorkItem[]> {
  const rows = await db()
    .select({
      assetId: renditions.assetId,
      renditionId: renditions.renditionId,
      name: renditions.name,
      status: renditions.status,
      progressPercent: renditions.progressPercent,
      queuePosition: renditions.queuePosition,
      remainingMs: renditions.remainingMs,
      error: renditions.error,
      startedAt: renditions.startedAt,
      updatedAt: renditions.updatedAt,
      assetTitle: assets.title,
      posterUrl: assets.posterUrl,
      connectionId: assets.connectionId,
      connectionName: connections.name,
      provider: connections.provider,
      isLocal: connections.isLocal,
      baseUrl: connections.baseUrl,
    })
    .from(renditions)
    .innerJoin(assets, and(eq(assets.assetId, renditions.assetId), isNull(assets.removingAt)))
    .innerJoin(
      connections,
      and(eq(connections.connectionId, assets.connectionId), isNull(connections.removedAt)),
    )
    .where(
      or(
        inArray(renditions.status, ["queued", "encoding"]),
        gt(renditions.updatedAt, new Date(Date.now() - endedWithinMs)),
      ),
    )
    .orderBy(
      sql`CASE ${renditions.status} WHEN 'encoding' THEN 0 WHEN 'queued' THEN 1 ELSE 2 END`,
      sql`${renditions.queuePosition} NULLS LAST`,
      desc(renditions.updatedAt),
    )
    .limit(shownAtMost);
  return rows.map(({ isLocal, baseUrl, posterUrl, startedAt, updatedAt, ...shown }) => ({
    ...shown,
    posterUrl: toBrowserUrl({ provider: shown.provider, isLocal, baseUrl }, posterUrl),
    startedAt: startedAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
  }));
}
