import "server-only";
import { eq } from "drizzle-orm";
import type { OpenAccount } from "#lib/accounts/accounts.ts";
import { checkHealth } from "#lib/accounts/health.ts";
import { db } from "#lib/db/client.ts";
import { connections } from "#lib/db/schema/connections.ts";
import type { HealthCause, HealthReport } from "#lib/domain/connection.ts";
import type { Log } from "#lib/log.ts";
import type { ChangeFeed } from "#lib/providers/provider.ts";
import { type AssetReader, createAssetReader } from "./asset-reader.ts";
import { walkIntervalMs } from "./back-off.ts";
import { followTasks } from "./follow-tasks.ts";
import { pause, type Wake } from "./pause.ts";
import { pollWork } from "./poll-work.ts";
import { walkConnection } from "./walk-connection.ts";
import { findLastWalk } from "./walk-state.ts";

const checkTimeoutMs = 5_000;
const checkEveryMs = 15_000;

/**
 * Keeps one healthy connection in step until something fails or the signal aborts: follows its change feed,
 * polls what is being worked on, walks the whole listing now and then, and asks for its health.
 * Never resolves; rejects with what failed, everything it started having stopped.
 */
export async function runSession(
  account: OpenAccount,
  { signal, wake, log }: { signal: AbortSignal; wake: Wake; log: Log },
): Promise<never> {
  const session = new AbortController();
  const either = AbortSignal.any([signal, session.signal]);
  const { changes, tasks } = account.provider;
  const reader = createAssetReader(account, either, log);
  const parts = [
    reader.failed,
    keepHealth(account, either),
    keepWalking(account, either, wake),
    pollWork(account, reader, either),
    ...(changes ? [followFeed(changes, reader, either)] : []),
    ...(tasks?.watch ? [followToItsEnd(account.connection.connectionId, tasks.watch, either)] : []),
  ];
  try {
    return await Promise.race(parts);
  } finally {
    session.abort(new Error("The session ended."));
    await Promise.allSettled(parts);
  }
}

async function followToItsEnd(...following: Parameters<typeof followTasks>): Promise<never> {
  await followTasks(...following);
  throw new FeedEnded();
}

async function followFeed(changes: ChangeFeed, reader: AssetReader, signal: AbortSignal): Promise<never> {
  for await (const { providerAssetIds, changedAtMs } of changes.watch({ signal })) {
    for (const providerAssetId of providerAssetIds) reader.read(providerAssetId, changedAtMs);
  }
  signal.throwIfAborted();
  throw new FeedEnded();
}

/** The provider closed its change feed; what it would have told is found by a new session. */
export class FeedEnded extends Error {
  override readonly name = "FeedEnded";

  constructor() {
    super("The provider closed the change feed.");
  }
}

/** Rejects as soon as the account no longer works. */
async function keepHealth(account: OpenAccount, signal: AbortSignal): Promise<never> {
  for (;;) {
    await pause(checkEveryMs, signal);
    const report = await checkHealth(account, { signal, timeoutMs: checkTimeoutMs });
    if (report.cause !== "ok") throw new UnhealthyConnection(report);
    if (!account.provider.changes) continue;
    // The feed is open, so the index is in step as of now.
    await db()
      .update(connections)
      .set({ lastSyncedAt: new Date() })
      .where(eq(connections.connectionId, account.connection.connectionId));
  }
}

/** A health check failed; its report is already kept. */
export class UnhealthyConnection extends Error {
  override readonly name = "UnhealthyConnection";
  readonly healthCause: HealthCause;

  constructor(report: HealthReport) {
    super(report.message);
    this.healthCause = report.cause;
  }
}

async function keepWalking(account: OpenAccount, signal: AbortSignal, wake: Wake): Promise<never> {
  const hasFeed = account.provider.changes !== undefined;
  // A new session may have missed changes: it begins with a walk unless one has just ended.
  let isFirst = true;
  for (;;) {
    const last = await findLastWalk(account.connection.connectionId);
    const interval = walkIntervalMs({ assetCount: last?.walkedCount ?? 0, hasFeed });
    const sinceLast = Date.now() - (last?.lastWalkAt?.getTime() ?? 0);
    const isSmall = (last?.walkedCount ?? 0) <= 1_000;
    if (last?.isUnderWay || sinceLast >= interval || (isFirst && isSmall))
      await walkConnection(account, signal);
    else await pause(interval - sinceLast, signal, wake);
    isFirst = false;
  }
}
