import "server-only";
import { and, desc, eq, ilike, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { renditions } from "#lib/db/schema/renditions.ts";
import type { RenditionStatus } from "#lib/domain/rendition.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { openTelestream } from "./open-telestream.ts";
import type { BoardLane, boardLanes } from "./schema/board.ts";
import type { BoardRequest, EncodingBoard } from "./schema/encoding.ts";

const statusesOf: Readonly<Record<BoardLane, readonly RenditionStatus[]>> = {
  running: ["encoding"],
  queued: ["queued"],
  failed: ["failed"],
  done: ["ready", "cancelled"],
};

/** Encodings of all factories, what runs first, then what waits in its order, then the newest. From the index. */
export async function getEncodingBoard(_viewer: Viewer, request: BoardRequest): Promise<EncodingBoard> {
  const { connection } = await openTelestream(request.connectionId);
  const conditions = toConditions(request);
  const [rows, counted] = await Promise.all([
    db()
      .select({
        assetId: renditions.assetId,
        encodingId: renditions.renditionId,
        assetTitle: assets.title,
        posterUrl: assets.posterUrl,
        container: assets.container,
        profileName: renditions.name,
        status: renditions.status,
        progressPercent: renditions.progressPercent,
        queuePosition: renditions.queuePosition,
        remainingMs: renditions.remainingMs,
        error: renditions.error,
        startedAt: renditions.startedAt,
        updatedAt: renditions.updatedAt,
      })
      .from(renditions)
      .innerJoin(assets, eq(assets.assetId, renditions.assetId))
      .where(and(...conditions, request.lane && inArray(renditions.status, [...statusesOf[request.lane]])))
      .orderBy(
        sql`CASE ${renditions.status} WHEN 'encoding' THEN 0 WHEN 'queued' THEN 1 WHEN 'failed' THEN 2 ELSE 3 END`,
        sql`${renditions.queuePosition} NULLS LAST`,
        desc(renditions.updatedAt),
        renditions.renditionId,
      )
      .limit(request.limit),
    db()
      .select({ status: renditions.status, total: sql<number>`count(*)`.mapWith(Number) })
      .from(renditions)
      .innerJoin(assets, eq(assets.assetId, renditions.assetId))
      .where(and(...conditions))
      .groupBy(renditions.status),
  ]);
  const countOf = (lane: BoardLane) =>
    counted
      .filter(({ status }) => statusesOf[lane].includes(status))
      .reduce((sum, { total }) => sum + total, 0);
  return {
    items: rows.map(({ container, posterUrl, startedAt, updatedAt, ...row }) => ({
      ...row,
      posterUrl: toBrowserUrl(connection, posterUrl),
      factoryId: container?.id ?? null,
      factoryName: container?.name ?? null,
      startedAt: startedAt?.toISOString() ?? null,
      updatedAt: updatedAt.toISOString(),
    })),
    counts: {
      running: countOf("running"),
      queued: countOf("queued"),
      failed: countOf("failed"),
      done: countOf("done"),
    } satisfies Record<(typeof boardLanes)[number], number>,
  };
}

function toConditions({ connectionId, factory, q }: BoardRequest): (SQL | undefined)[] {
  const words = q && `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return [
    eq(assets.connectionId, connectionId),
    isNull(assets.removingAt),
    factory ? sql`${assets.container} ->> 'id' = ${factory}` : undefined,
    words ? or(ilike(assets.title, words), ilike(renditions.name, words)) : undefined,
  ];
}
