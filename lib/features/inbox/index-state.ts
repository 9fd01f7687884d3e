import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { renditions } from "#lib/db/schema/renditions.ts";
import type { EventChange } from "#lib/domain/inbox.ts";

/** What the index says of one asset, as far as an event could change it. */
export interface IndexState {
  readonly assetId: string;
  readonly status: string;
  readonly title: string;
  /** Status by the rendition's id, with its name. */
  readonly renditions: ReadonlyMap<string, { readonly name: string; readonly status: string }>;
}

/** Undefined when the index has no such asset. */
export async function readIndexState(
  connectionId: string,
  providerAssetId: string,
): Promise<IndexState | undefined> {
  const rows = await db()
    .select({
      assetId: assets.assetId,
      status: assets.status,
      title: assets.title,
      renditionId: renditions.renditionId,
      name: renditions.name,
      renditionStatus: renditions.status,
    })
    .from(assets)
    .leftJoin(renditions, eq(renditions.assetId, assets.assetId))
    .where(and(eq(assets.connectionId, connectionId), eq(assets.providerAssetId, providerAssetId)));
  const [first] = rows;
  if (!first) return undefined;
  return {
    assetId: first.assetId,
    status: first.status,
    title: first.title,
    renditions: new Map(
      rows.flatMap(({ renditionId, name, renditionStatus }) =>
        renditionId !== null && name !== null && renditionStatus !== null
          ? [[renditionId, { name, status: renditionStatus }]]
          : [],
      ),
    ),
  };
}

/** Whose rendition this is, by the provider's id; undefined when the index has none of that name. */
export async function findOwnerOfRendition(
  connectionId: string,
  renditionId: string,
): Promise<string | undefined> {
  const [found] = await db()
    .select({ providerAssetId: assets.providerAssetId })
    .from(renditions)
    .innerJoin(assets, eq(assets.assetId, renditions.assetId))
    .where(and(eq(assets.connectionId, connectionId), sql`${renditions.renditionId} = ${renditionId}`))
    .limit(1);
  return found?.providerAssetId;
}

/** What differs between two states, the asset first. Empty when the index knew already. */
export function listChanges(before: IndexState | undefined, after: IndexState | undefined): EventChange[] {
  const changes: EventChange[] = [];
  if (before?.status !== after?.status) {
    changes.push({ what: "asset", name: null, from: before?.status ?? null, to: after?.status ?? null });
  }
  if (!after) return changes;
  for (const [renditionId, { name, status }] of after.renditions) {
    const from = before?.renditions.get(renditionId)?.status ?? null;
    if (from !== status) changes.push({ what: "rendition", name, from, to: status });
  }
  for (const [renditionId, { name, status }] of before?.renditions ?? []) {
    if (!after.renditions.has(renditionId)) changes.push({ what: "rendition", name, from: status, to: null });
  }
  return changes;
}
