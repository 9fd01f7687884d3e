import "server-only";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import type { OpenAccount } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import type { AssetReader } from "./asset-reader.ts";
import { pause } from "./pause.ts";
import { followedForMs, pollShare, readsAllowed } from "./poll-pace.ts";
import { type DueAsset, Unanswered } from "./unanswered.ts";

/** Without a change feed, what is under way is looked after this often. */
const everyMs = 1_000;
/** With one, polling only catches what the feed may have missed. */
const besideFeedMs = 10_000;
const lookedAtAtOnce = 50;

/**
 * Reads again, until it is whole, what a provider still works on: an upload, an import, an edit, whoever began it. The
 * index knows which those are and when they last moved, so that nothing is forgotten with the process, and what an event
 * told in between is not asked for twice. Never resolves.
 */
export async function pollWork(
  { connection, provider }: OpenAccount,
  reader: Pick<AssetReader, "read">,
  signal: AbortSignal,
): Promise<never> {
  const every = provider.changes ? besideFeedMs : everyMs;
  const unanswered = new Unanswered(every);
  for (;;) {
    await pause(every, signal);
    const nowMs = Date.now();
    const allowed = readsAllowed(provider.rateLimits?.(), { everyMs: every, nowMs });
    if (allowed === 0) continue;
    const due = await listDueWork(connection, { everyMs: every, now: new Date(nowMs) });
    for (const providerAssetId of unanswered.choose(due, allowed, nowMs)) reader.read(providerAssetId);
  }
}

/** Of what is under way: that which stood still for the shorter, the longer ago it was read, the longest unread first. */
export function listDueWork(
  { connectionId, isLocal }: Pick<OpenAccount["connection"], "connectionId" | "isLocal">,
  { everyMs, now }: { everyMs: number; now: Date },
): Promise<DueAsset[]> {
  const stoodStill = sql`${assets.readAt} - ${assets.movedAt}`;
  const at = sql`${now.toISOString()}::timestamptz`;
  return db()
    .select({ providerAssetId: assets.providerAssetId, readAt: assets.readAt })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, connectionId),
        sql`${assets.underWay}`,
        isNull(assets.removingAt),
        // A look comes a little late or early: half of what lies between two decides which one reads.
        lt(assets.readAt, new Date(now.getTime() - everyMs / 2)),
        sql`${at} - ${assets.readAt} >= (${stoodStill}) * ${pollShare(isLocal)}::float8`,
        sql`${stoodStill} < make_interval(secs => ${followedForMs / 1000}::float8)`,
      ),
    )
    .orderBy(assets.readAt)
    .limit(lookedAtAtOnce);
}
