import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { listConnectionRows, openAccount, toBrowserUrl } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { connections } from "#lib/db/schema/connections.ts";
import { renditions } from "#lib/db/schema/renditions.ts";
import { uploads } from "#lib/db/schema/uploads.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isProviderError } from "#lib/providers/errors.ts";
import type { UploadHistoryPage, UploadProgress, UploadRecord, UploadTargetOption } from "./schema.ts";

/** A provider that is asked for its factories while a person waits gets this long. */
const destinationsTimeoutMs = 5_000;

/**
 * Connections that take uploads and the places in them, asked of the providers at once. One that does not answer
 * is listed with its problem; it never holds up the others for longer than five seconds.
 */
export async function listUploadTargets(_viewer: Viewer): Promise<UploadTargetOption[]> {
  const rows = await listConnectionRows();
  const active = rows.filter(({ state }) => state === "active");
  const targets = await Promise.all(active.map(({ connectionId }) => findTarget(connectionId)));
  return targets
    .filter((target) => target !== undefined)
    .sort((a, b) => a.connectionName.localeCompare(b.connectionName));
}

async function findTarget(connectionId: string): Promise<UploadTargetOption | undefined> {
  try {
    const { connection, provider } = await openAccount(connectionId);
    if (!provider.uploads) return undefined;
    const target = { connectionId, connectionName: connection.name, provider: connection.provider };
    try {
      const places = await provider.uploads.destinations({ timeoutMs: destinationsTimeoutMs });
      const destinations = places.map((place) => ({ ...place, renditionNames: [...place.renditionNames] }));
      return { ...target, destinations, problem: null };
    } catch (error) {
      if (!isProviderError(error)) throw error;
      return { ...target, destinations: [], problem: `${connection.name} does not answer now.` };
    }
  } catch (error) {
    // Removed between the list and now.
    if (error instanceof DomainError && error.code === "not_found") return undefined;
    throw error;
  }
}

const columns = {
  uploadId: uploads.uploadId,
  fileName: uploads.fileName,
  sizeBytes: uploads.sizeBytes,
  facts: uploads.facts,
  state: uploads.state,
  errorMessage: uploads.errorMessage,
  partCount: uploads.partCount,
  connectionId: uploads.connectionId,
  connectionName: connections.name,
  provider: connections.provider,
  isLocal: connections.isLocal,
  baseUrl: connections.baseUrl,
  destinationId: uploads.destinationId,
  renditionNames: uploads.renditionNames,
  startedBy: uploads.startedBy,
  assetId: assets.assetId,
  assetStatus: assets.status,
  posterUrl: assets.posterUrl,
  startedAt: uploads.startedAt,
  endedAt: uploads.endedAt,
};

const select = () =>
  db()
    .select(columns)
    .from(uploads)
    .innerJoin(
      connections,
      and(eq(connections.connectionId, uploads.connectionId), isNull(connections.removedAt)),
    )
    .leftJoin(assets, and(eq(assets.assetId, uploads.assetId), isNull(assets.removingAt)));
type Row = Awaited<ReturnType<typeof select>>[number];

/** Uploads, newest first, by everyone. */
export async function listUploads(
  _viewer: Viewer,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<UploadHistoryPage> {
  const after = cursor ? parseCursor(cursor) : undefined;
  const rows = await select()
    .where(
      after &&
        sql`(${uploads.startedAt}, ${uploads.uploadId}) < (${after.startedAt}::timestamptz, ${after.uploadId})`,
    )
    .orderBy(desc(uploads.startedAt), desc(uploads.uploadId))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(toRecord);
  const last = items.at(-1);
  return {
    items,
    nextCursor: last && rows.length > limit ? `${last.startedAt}~${last.uploadId}` : null,
  };
}

/** Of these names, those that a video in the connection's index already carries. */
export async function listTakenNames(
  _viewer: Viewer,
  { connectionId, fileNames }: { connectionId: string; fileNames: readonly string[] },
): Promise<string[]> {
  const rows = await db()
    .selectDistinct({ fileName: assets.fileName })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, connectionId),
        sql`${assets.fileName} = ANY(ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(fileNames)}::text::jsonb)))`,
        sql`${assets.removingAt} IS NULL`,
      ),
    );
  return rows.flatMap(({ fileName }) => (fileName === null ? [] : [fileName]));
}

/** How far the provider is with an asset, from the index alone: asked every few seconds while a page is open. */
export async function findUploadProgress(
  _viewer: Viewer,
  assetId: string,
): Promise<UploadProgress | undefined> {
  const [[asset], [counts]] = await Promise.all([
    db()
      .select({ status: assets.status, progress: assets.progress, error: assets.error })
      .from(assets)
      .where(and(eq(assets.assetId, assetId), isNull(assets.removingAt))),
    db()
      .select({
        all: sql<number>`count(*)::int`,
        done: sql<number>`(count(*) FILTER (WHERE ${renditions.status} NOT IN ('queued', 'encoding')))::int`,
      })
      .from(renditions)
      .where(eq(renditions.assetId, assetId)),
  ]);
  if (!asset) return undefined;
  return {
    status: asset.status,
    renditionName: asset.progress?.renditionName ?? null,
    percent: asset.progress?.percent ?? 0,
    remainingMs: asset.progress?.remainingMs ?? null,
    queuePosition: asset.progress?.queuePosition ?? null,
    doneCount: counts?.done ?? 0,
    renditionCount: counts?.all ?? 0,
    errorMessage: asset.error?.message ?? null,
  };
}

/** The upload that an asset came from, when it came through this dashboard. */
export async function findUploadOfAsset(_viewer: Viewer, assetId: string): Promise<UploadRecord | undefined> {
  const [row] = await select().where(eq(uploads.assetId, assetId)).limit(1);
  return row && toRecord(row);
}

function parseCursor(cursor: string): { startedAt: string; uploadId: string } {
  const [startedAt = "", uploadId = ""] = cursor.split("~");
  if (Number.isNaN(Date.parse(startedAt))) throw new DomainError("invalid", "This page mark is not ours.");
  return { startedAt, uploadId };
}

function toRecord({ isLocal, baseUrl, ...row }: Row): UploadRecord {
  return {
    ...row,
    posterUrl: toBrowserUrl({ provider: row.provider, isLocal, baseUrl }, row.posterUrl),
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
