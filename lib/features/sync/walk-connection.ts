import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { OpenAccount } from "#lib/accounts/accounts.ts";
import { applyAssets } from "#lib/asset-index/apply-assets.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { dashboardPostgres, db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import type { ProviderAsset } from "#lib/domain/asset.ts";
import { publishLive } from "#lib/live/publish.ts";
import { ProviderError } from "#lib/providers/errors.ts";
import type { AssetLibrary } from "#lib/providers/provider.ts";
import { inParallel } from "./in-parallel.ts";
import { finishWalk, listMissing, rememberPage, resumeWalk, type Walk } from "./walk-state.ts";

const pageSize = 100;
const pageTimeoutMs = 15_000;
const findTimeoutMs = 5_000;
/** Single reads at once, so that a walk does not eat the provider's whole rate limit. */
const findsAtOnce = 4;
/** Where a listing tells less than a single read: how many new or changed assets one walk reads singly. */
const wholeReadsPerWalk = 200;

/**
 * Makes the index equal to the provider's whole listing: the first import, and every reconcile after it.
 * Goes on where an earlier process stopped. An asset that the listing did not show may have slipped between
 * two pages, so it is asked for by itself before it is forgotten.
 */
export async function walkConnection(account: OpenAccount, signal: AbortSignal): Promise<{ met: number }> {
  const { library } = account.provider;
  const { connectionId } = account.connection;
  if (!library) {
    await finishWalk(await resumeWalk(connectionId));
    return { met: 0 };
  }
  let walk = await resumeWalk(connectionId);
  const before = walk.walkedCount;
  let wholeReads = 0;
  while (walk.phase === "listing") {
    signal.throwIfAborted();
    const readAt = new Date();
    const page = await readPage(library, walk, signal);
    if (!page) {
      walk = { ...walk, cursor: null };
      continue;
    }
    if (library.listIsBrief) {
      wholeReads += await applyBriefPage(account, page.assets, readAt, wholeReads, signal);
    } else {
      await applyAssets(connectionId, page.assets, { readAt, announce: "library" });
    }
    walk = await rememberPage(
      walk,
      page.assets.map(({ providerAssetId }) => providerAssetId),
      page.nextCursor === undefined
        ? { phase: "missing", cursor: null }
        : { phase: "listing", cursor: page.nextCursor },
    );
  }
  await settleMissing(account, walk, signal);
  await finishWalk(walk);
  await renewStatistics(walk.walkedCount - before);
  publishLive({ type: "connection", connectionId });
  return { met: walk.walkedCount };
}

/** Undefined when the provider no longer knows the cursor that an earlier process left: begin again. */
async function readPage(library: AssetLibrary, walk: Walk, signal: AbortSignal) {
  const query = walk.cursor === null ? { pageSize } : { pageSize, cursor: walk.cursor };
  try {
    return await library.list(query, { signal, timeoutMs: pageTimeoutMs });
  } catch (error) {
    const isCursorGone =
      error instanceof ProviderError && (error.kind === "invalid" || error.kind === "not_found");
    if (isCursorGone && walk.cursor !== null) return undefined;
    throw error;
  }
}

/** A brief listing must not overwrite what a single read told: unknown assets are shown at once, then read whole. */
async function applyBriefPage(
  account: OpenAccount,
  told: readonly ProviderAsset[],
  readAt: Date,
  wholeReads: number,
  signal: AbortSignal,
): Promise<number> {
  const { connectionId } = account.connection;
  const ids = told.map(({ providerAssetId }) => providerAssetId);
  if (ids.length === 0) return 0;
  const rows = await db()
    .select({ providerAssetId: assets.providerAssetId, updatedAt: assets.updatedAt })
    .from(assets)
    .where(and(eq(assets.connectionId, connectionId), inArray(assets.providerAssetId, ids)));
  const known = new Map(rows.map((row) => [row.providerAssetId, row.updatedAt.getTime()]));
  const unknown = told.filter(({ providerAssetId }) => !known.has(providerAssetId));
  await applyAssets(connectionId, unknown, { readAt, announce: "library" });
  const changed = told.filter(
    ({ providerAssetId, updatedAt }) => known.get(providerAssetId) !== Date.parse(updatedAt),
  );
  const read = changed.slice(0, Math.max(0, wholeReadsPerWalk - wholeReads));
  await inParallel(read, findsAtOnce, ({ providerAssetId }) =>
    repairAsset(account, providerAssetId, { signal, timeoutMs: findTimeoutMs }),
  );
  return read.length;
}

async function settleMissing(account: OpenAccount, walk: Walk, signal: AbortSignal): Promise<void> {
  for (;;) {
    const missing = await listMissing(walk, 100);
    if (missing.length === 0) return;
    await inParallel(missing, findsAtOnce, (providerAssetId) =>
      repairAsset(account, providerAssetId, { signal, timeoutMs: findTimeoutMs }),
    );
  }
}

/**
 * An embedded database has no autovacuum: after many rows came in, the planner would go on believing the
 * table is empty and choose sequential scans.
 */
async function renewStatistics(written: number): Promise<void> {
  const postgres = dashboardPostgres();
  if (postgres.backend !== "pglite" || written < 500) return;
  await postgres.query("VACUUM (ANALYZE) assets");
  await postgres.query("VACUUM (ANALYZE) renditions");
  await postgres.query("VACUUM walk_seen_assets");
}
