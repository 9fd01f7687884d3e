import "server-only";
import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { type OpenAccount, openAccount } from "#lib/accounts/accounts.ts";
import { inWords } from "#lib/accounts/in-words.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { countOf } from "#lib/client/format.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { renditions } from "#lib/db/schema/renditions.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isProviderError } from "#lib/providers/errors.ts";
import { enqueue } from "#lib/queue/enqueue.ts";
import { retryFailedEncodings } from "./jobs/retry-failed-encodings.ts";
import { callTimeoutMs, openTelestream } from "./open-telestream.ts";
import type {
  ChangedEncodings,
  ChangeEncodingsInput,
  EncodingChange,
  RetryAllFailedInput,
} from "./schema/encoding.ts";

/** At once: more would only wait for one another at the service. */
const callsAtOnce = 4;

/** Has some encodings made again, stopped or deleted; each on its own, so that one refusal spoils nothing. */
export async function changeEncodings(
  viewer: Viewer,
  input: ChangeEncodingsInput,
): Promise<ChangedEncodings> {
  const { connection } = await openTelestream(input.connectionId);
  const outcome = await applyChange(input.connectionId, input.encodingIds, input.change);
  await recordAudit(viewer, {
    action: `encoding.${input.change}`,
    subject: `${countOf(outcome.changed, "encoding")} of ${connection.name}`,
    connectionId: input.connectionId,
    detail: { changed: outcome.changed, failed: outcome.failures.length },
  });
  return outcome;
}

/** The work behind `changeEncodings` and the job for all that failed: at the service, then in the index. */
export async function applyChange(
  connectionId: string,
  encodingIds: readonly string[],
  change: EncodingChange,
  signal?: AbortSignal,
): Promise<ChangedEncodings> {
  const account = await openAccount(connectionId);
  const { transcodes } = account.provider;
  if (!transcodes) throw new DomainError("invalid", `${account.connection.name} makes no encodings.`);
  const known = await findEncodings(connectionId, encodingIds);
  const failures: { encodingId: string; message: string }[] = encodingIds
    .filter((encodingId) => !known.some((one) => one.encodingId === encodingId))
    .map((encodingId) => ({ encodingId, message: "It no longer exists." }));
  const touched = new Set<string>();
  await inLanes(known, async ({ encodingId, providerAssetId, factoryId }) => {
    signal?.throwIfAborted();
    const options = { timeoutMs: callTimeoutMs, ...(factoryId && { destinationId: factoryId }) };
    try {
      await inWords(() => transcodes[change](encodingId, options));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failures.push({ encodingId, message: error.message });
    }
    // Refused or not: what the index says of it may be out of date.
    touched.add(providerAssetId);
  });
  await inLanes([...touched], (providerAssetId) => repair(account, providerAssetId));
  return { changed: encodingIds.length - failures.length, failures };
}

/** Everything of a connection, or of one factory, that has failed until now. Answers how many; a job does it. */
export async function retryAllFailed(
  viewer: Viewer,
  { connectionId, factory }: RetryAllFailedInput,
): Promise<{ accepted: number }> {
  const { connection } = await openTelestream(connectionId);
  const before = new Date();
  const [counted] = await db()
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(renditions)
    .innerJoin(assets, eq(assets.assetId, renditions.assetId))
    .where(failedBefore(connectionId, factory, before));
  const accepted = counted?.total ?? 0;
  if (accepted === 0) return { accepted };
  await enqueue(retryFailedEncodings, {
    connectionId,
    factory: factory ?? null,
    before: before.toISOString(),
  });
  await recordAudit(viewer, {
    action: "encoding.retry",
    subject: `${countOf(accepted, "failed encoding")} of ${connection.name}`,
    connectionId,
    detail: { changed: accepted, factoryId: factory ?? null },
  });
  return { accepted };
}

/** The next that had failed by then and still has, after the last one looked at. */
export async function nextFailed(
  {
    connectionId,
    factory,
    before,
    after,
  }: { connectionId: string; factory: string | null; before: Date; after: string },
  limit: number,
): Promise<string[]> {
  const rows = await db()
    .select({ encodingId: renditions.renditionId })
    .from(renditions)
    .innerJoin(assets, eq(assets.assetId, renditions.assetId))
    .where(
      and(
        failedBefore(connectionId, factory ?? undefined, before),
        sql`${renditions.renditionId} > ${after}`,
      ),
    )
    .orderBy(asc(renditions.renditionId))
    .limit(limit);
  return rows.map(({ encodingId }) => encodingId);
}

const failedBefore = (connectionId: string, factory: string | undefined, before: Date) =>
  and(
    eq(assets.connectionId, connectionId),
    isNull(assets.removingAt),
    eq(renditions.status, "failed"),
    lt(renditions.updatedAt, before),
    factory ? sql`${assets.container} ->> 'id' = ${factory}` : undefined,
  );

async function findEncodings(connectionId: string, encodingIds: readonly string[]) {
  const rows = await db()
    .select({
      encodingId: renditions.renditionId,
      providerAssetId: assets.providerAssetId,
      container: assets.container,
    })
    .from(renditions)
    .innerJoin(assets, eq(assets.assetId, renditions.assetId))
    .where(and(eq(assets.connectionId, connectionId), inArray(renditions.renditionId, [...encodingIds])));
  return rows.map(({ container, ...row }) => ({ ...row, factoryId: container?.id }));
}

/** The index again says what the service says; when that cannot be asked now, the sync will. */
async function repair(account: OpenAccount, providerAssetId: string): Promise<void> {
  try {
    await repairAsset(account, providerAssetId, { timeoutMs: callTimeoutMs });
  } catch (error) {
    if (!isProviderError(error)) throw error;
  }
}

async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(callsAtOnce, items.length) }, lane));
}
