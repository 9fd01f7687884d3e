import type { JobContext, JobLoop } from "#lib/job-loop/job-loop.ts";
import type { Log } from "#lib/log.ts";
import type { Database } from "#lib/postgres/open-postgres.ts";
import type { DeliveryRow } from "../db/schema/delivery.ts";
import type { Clock } from "../engine.ts";
import { allowedFor } from "./allowed-addresses.ts";
import { DeliveryStore } from "./delivery-store.ts";
import { makeAttempt } from "./make-attempt.ts";
import type { Deliveries, DeliveryAttempt } from "./types.ts";

export interface DeliveriesOptions {
  readonly db: Database;
  /** Before its `start`: the queue is defined here. */
  readonly jobs: JobLoop;
  readonly clock: Clock;
  readonly log: Log;
  readonly allowPrivateUrls: readonly string[];
  readonly dashboardUrls: readonly string[];
}

export interface RunningDeliveries extends Deliveries {
  /** Once jobs run: sends what is due, now and from now on. */
  start(): void;
  close(): Promise<void>;
}

export const deliveryLane = "delivery";
const queue = "delivery";
/** The rows say when; this is how often they are looked at. A job's own delay would not follow the engine's clock. */
const lookMs = 1_000;
const tidyMs = 3600 * 1000;
const keepMs = 30 * 24 * 3600 * 1000;
const recentMs = 7 * 24 * 3600 * 1000;
/** At once from this process: an address that hangs holds these places, and no more. */
const perOrigin = 4;
const mostDue = 200;

/** See `Deliveries`. */
export function createDeliveries(options: DeliveriesOptions): RunningDeliveries {
  const { db, jobs, clock, log } = options;
  const store = new DeliveryStore(db);
  const sending = new Map<string, number>();
  const timers: NodeJS.Timeout[] = [];
  let looking: Promise<void> | undefined;
  let isClosed = false;

  jobs.define<{ deliveryId: string }>(queue, {
    lane: deliveryLane,
    retryLimit: 20,
    handler: async ({ deliveryId }, job) => {
      await send(deliveryId, job);
      if (!job.signal.aborted) look();
    },
  });

  const enqueue = (deliveryId: string) => jobs.send(queue, { deliveryId }, { singletonKey: deliveryId });

  /** Queues what is due. Never rejects: whatever stood in the way is there at the next look. */
  function look(): Promise<void> {
    if (isClosed) return Promise.resolve();
    looking ??= (async () => {
      for (const deliveryId of await store.listDue(clock.now(), perOrigin, mostDue))
        await enqueue(deliveryId);
    })()
      .catch((error) => log.error({ err: error }, "deliveries that are due could not be queued"))
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  async function send(deliveryId: string, job: JobContext): Promise<void> {
    const row = await store.claim(deliveryId, { jobId: job.jobId, attempt: job.attempt }, clock.now());
    if (!row) return;
    const busy = sending.get(row.origin) ?? 0;
    // Due as before: the end of one of those makes it look again.
    if (busy >= perOrigin) return store.release(row);
    sending.set(row.origin, busy + 1);
    try {
      const allowPrivate = allowedFor(row.url, options);
      const attempt = await makeAttempt(row, { allowPrivate, now: clock.now(), signal: job.signal });
      await store.finish(row, attempt, afterAttempt(row, attempt, clock.now()));
    } catch (error) {
      await store.release(row);
      throw error;
    } finally {
      const left = (sending.get(row.origin) ?? 1) - 1;
      if (left > 0) sending.set(row.origin, left);
      else sending.delete(row.origin);
    }
  }

  return {
    async send(input, within) {
      const now = clock.now();
      const delivery = await store.insert(input, now, within);
      // Stored is promised; that it was not queued is found at the next look.
      if (!within && (!input.notBefore || input.notBefore <= now)) {
        enqueue(delivery.deliveryId).catch((error) => log.warn({ err: error }, "a delivery was not queued"));
      }
      return delivery;
    },
    nudge: () => void look(),
    list: (account, query) => store.list(account, query),
    find: (account, deliveryId) => store.find(account, deliveryId),
    listReceivers: (account, kind) =>
      store.listReceivers(account, kind, new Date(clock.now().getTime() - recentMs)),
    async resend(account, deliveryId) {
      const isThere = await store.makeDue(account, deliveryId, clock.now());
      if (isThere) await enqueue(deliveryId);
      return isThere;
    },
    start() {
      const tidy = () =>
        store
          .removeEndedBefore(new Date(clock.now().getTime() - keepMs))
          .catch((error) => log.error({ err: error }, "old deliveries could not be removed"));
      timers.push(setInterval(look, lookMs), setInterval(tidy, tidyMs));
      look();
      tidy();
    },
    async close() {
      isClosed = true;
      for (const timer of timers) clearInterval(timer);
      await looking;
    },
  };
}

function afterAttempt(
  row: DeliveryRow,
  attempt: DeliveryAttempt,
  now: Date,
): Pick<DeliveryRow, "state" | "nextAttemptAt" | "retriesUsed"> {
  if (attempt.error === null)
    return { state: "delivered", nextAttemptAt: null, retriesUsed: row.retriesUsed };
  const delayMs = row.retryDelaysMs[row.retriesUsed];
  if (delayMs === undefined) return { state: "failed", nextAttemptAt: null, retriesUsed: row.retriesUsed };
  // Up to a tenth later, so that what failed together does not come back together.
  const jitteredMs = delayMs * (1 + Math.random() / 10);
  return {
    state: "pending",
    nextAttemptAt: new Date(now.getTime() + jitteredMs),
    retriesUsed: row.retriesUsed + 1,
  };
}
