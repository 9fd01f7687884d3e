import "server-only";
import { eq, gt, isNull, sql } from "drizzle-orm";
import { type ConnectionRow, getConnectionRow } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { assetCounts } from "#lib/db/schema/assets.ts";
import { connectionSecrets, connections } from "#lib/db/schema/connections.ts";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import type { Viewer } from "#lib/domain/user.ts";

/** Every connection, the local ones last, by name. Reads the index alone. */
export async function listConnections(_viewer: Viewer): Promise<ConnectionSummary[]> {
  const [rows, hints, counts] = await Promise.all([
    db().select().from(connections).where(isNull(connections.removedAt)),
    db()
      .select({
        connectionId: connectionSecrets.connectionId,
        field: connectionSecrets.field,
        hint: connectionSecrets.hint,
      })
      .from(connectionSecrets),
    db()
      .select({
        connectionId: assetCounts.connectionId,
        total: sql<number>`sum(${assetCounts.assetCount})`.mapWith(Number),
      })
      .from(assetCounts)
      .where(gt(assetCounts.assetCount, 0))
      .groupBy(assetCounts.connectionId),
  ]);
  const totals = new Map(counts.map(({ connectionId, total }) => [connectionId, total]));
  return rows
    .map((row) =>
      toConnectionSummary(
        row,
        hints.filter(({ connectionId }) => connectionId === row.connectionId),
        totals.get(row.connectionId) ?? 0,
      ),
    )
    .toSorted((a, b) => Number(a.isLocal) - Number(b.isLocal) || a.name.localeCompare(b.name));
}

/** One connection. Throws `DomainError` not_found. */
export async function getConnection(_viewer: Viewer, connectionId: string): Promise<ConnectionSummary> {
  const row = await getConnectionRow(connectionId);
  const hints = await db()
    .select({ field: connectionSecrets.field, hint: connectionSecrets.hint })
    .from(connectionSecrets)
    .where(eq(connectionSecrets.connectionId, connectionId));
  const [counted] = await db()
    .select({ total: sql<number>`coalesce(sum(${assetCounts.assetCount}), 0)`.mapWith(Number) })
    .from(assetCounts)
    .where(eq(assetCounts.connectionId, connectionId));
  return toConnectionSummary(row, hints, counted?.total ?? 0);
}

function toConnectionSummary(
  row: ConnectionRow,
  hints: readonly { field: string; hint: string }[],
  assetCount: number,
): ConnectionSummary {
  return {
    connectionId: row.connectionId,
    provider: row.provider,
    name: row.name,
    isLocal: row.isLocal,
    baseUrl: row.baseUrl,
    state: row.state,
    health: {
      cause: row.healthCause,
      message: row.healthMessage,
      checkedAt: row.healthCheckedAt.toISOString(),
      latencyMs: row.healthLatencyMs,
    },
    lastSyncedAt: row.lastSyncedAt?.toISOString() ?? null,
    assetCount,
    settings: row.settings,
    secretHints: Object.fromEntries(hints.map(({ field, hint }) => [field, hint])),
  };
}
