import "server-only";
import { and, eq, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { openAccount } from "#lib/accounts/accounts.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { connections } from "#lib/db/schema/connections.ts";
import { uploads } from "#lib/db/schema/uploads.ts";
import { isProviderError } from "#lib/providers/errors.ts";
import { providerTimeoutMs, releaseMade } from "./own-upload.ts";

/** A day longer than what a browser was given to send with lives: no page can go on with it any more. */
const givenUpAfterMs = 8 * 24 * 60 * 60_000;

/**
 * Ends uploads that no page will go on with: what was made for them at their provider goes, unless all of the file
 * is there. One whose provider does not answer now is met again next time. Answers how many were ended.
 */
export async function endAbandoned(now: Date): Promise<number> {
  let ended = 0;
  for (const upload of await findAbandoned(now)) {
    try {
      await endOne(upload);
      ended += 1;
    } catch (error) {
      if (!isProviderError(error)) throw error;
    }
  }
  return ended;
}

interface Abandoned {
  readonly uploadId: string;
  readonly connectionId: string;
  readonly providerAssetId: string;
}

async function findAbandoned(now: Date): Promise<Abandoned[]> {
  const rows = await db()
    .select({
      uploadId: uploads.uploadId,
      connectionId: uploads.connectionId,
      providerAssetId: uploads.providerAssetId,
    })
    .from(uploads)
    .innerJoin(
      connections,
      and(
        eq(connections.connectionId, uploads.connectionId),
        isNull(connections.removedAt),
        eq(connections.state, "active"),
      ),
    )
    .where(
      and(
        inArray(uploads.state, ["sending", "failed"]),
        isNotNull(uploads.providerAssetId),
        lt(uploads.signedAt, new Date(now.getTime() - givenUpAfterMs)),
      ),
    );
  return rows.flatMap(({ providerAssetId, ...row }) =>
    providerAssetId === null ? [] : [{ ...row, providerAssetId }],
  );
}

async function endOne({ uploadId, connectionId, providerAssetId }: Abandoned): Promise<void> {
  const { provider } = await openAccount(connectionId);
  const { uploads: target } = provider;
  const given = { url: null, providerAssetId };
  const standing = await target?.chunks?.standing(given, { timeoutMs: providerTimeoutMs });
  if (target && !standing?.isComplete) await releaseMade(target, providerAssetId);
  await db()
    .update(uploads)
    .set(
      standing?.isComplete
        ? { state: "accepted", assetId: await findAsset(connectionId, providerAssetId), endedAt: sql`now()` }
        : {
            state: "failed",
            providerAssetId: null,
            errorMessage: "Nobody went on with it for a week.",
            endedAt: sql`now()`,
          },
    )
    .where(and(eq(uploads.uploadId, uploadId), eq(uploads.providerAssetId, providerAssetId)));
}

/** The index has met it since: its page alone never told of it. */
async function findAsset(connectionId: string, providerAssetId: string): Promise<string | null> {
  const [asset] = await db()
    .select({ assetId: assets.assetId })
    .from(assets)
    .where(and(eq(assets.connectionId, connectionId), eq(assets.providerAssetId, providerAssetId)));
  return asset?.assetId ?? null;
}
