import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import type { Log } from "#lib/log.ts";
import { notify, type PostgresHandle } from "#lib/postgres/open-postgres.ts";
import { type Claims, openClaims } from "./claims.ts";
import { Lane } from "./lane.ts";
import { ensureQueues } from "./queues.ts";

/** How many jobs of a lane run at once. A lane never waits for another. */
export type Lanes = Readonly<Record<string, number>>;

export interface JobLoopOptions {
  readonly postgres: PostgresHandle;
  /** The Postgres schema of this loop's pg-boss tables; one loop per process and schema. */
  readonly schema: string;
  readonly lanes: Lanes;
  readonly log: Log;
  /**
   * Who this process is across its restarts, where several share a Postgres server: at boot it takes back only
   * what its own predecessor left active. The data directory's lock is what makes the name unique.
   * An embedded database has one process, so everything active is its own.
   */
  readonly workerId?: string;
}

export interface JobContext {
  readonly jobId: string;
  /** 1 for the first try; 0 for one without a row (`runOwed`), which comes again under its id as 1. */
  readonly attempt: number;
  /** Aborts when the loop stops, when the job is cancelled, or when another process has taken the job over. */
  readonly signal: AbortSignal;
  /**
   * True while this process still holds the job. Ask before an effect that must not happen twice: a process
   * that was stopped past its lease gets false (fencing).
   */
  holds(): Promise<boolean>;
}

export interface QueueDefinition<Data extends object> {
  readonly lane: string;
  /** Returning completes the job; throwing fails it, and it is tried again while tries remain. */
  readonly handler: (data: Data, context: JobContext) => Promise<void>;
  /** Tries after the first. Default 2. */
  readonly retryLimit?: number;
  /** Seconds before the first retry, doubling with jitter. Default 1. */
  readonly retryDelaySeconds?: number;
}

export interface SendOptions {
  /** While a job with this key waits in the queue, sending another answers null. */
  readonly singletonKey?: string;
  /** Higher goes first. Default 0. */
  readonly priority?: number;
  readonly startAfterSeconds?: number;
}

/** pg-boss's tables with our own loop: woken at once in the process, by LISTEN across processes. */
export interface JobLoop {
  /** Of its tables, for those who ask whether a job is still there. */
  readonly schema: string;
  /** Before `start`. */
  define<Data extends object>(queue: string, definition: QueueDefinition<Data>): void;
  /** Resolves to the job's id, null when `singletonKey` is already waiting. */
  send<Data extends object>(queue: string, data: Data, options?: SendOptions): Promise<string | null>;
  /**
   * As `send`, for work that the caller's own rows owe: with a free place in the lane, and a database of this process
   * alone, it runs here at once, without a row of its own and the statements that cost. When it fails, and when the
   * loop stops, it is sent. A process that dies forgets it: the caller must find what is owed at its next start, and
   * `send` it then, so that what took the process down does not do so for ever.
   */
  runOwed<Data extends object>(queue: string, data: Data, options?: { singletonKey?: string }): Promise<void>;
  /** As `runOwed` where it runs at once; false, and nothing done, where it would have been sent. */
  runOwedNow<Data extends object>(queue: string, data: Data, options?: { singletonKey?: string }): boolean;
  /** As `send` for many at once, in one statement and in their order. */
  sendMany<Data extends object>(
    queue: string,
    jobs: readonly { readonly data: Data; readonly singletonKey: string }[],
  ): Promise<void>;
  /** Aborts the job here if it runs here and marks it cancelled; a job that has ended is left alone. */
  cancel(queue: string, jobId: string): Promise<void>;
  /** Opens the tables, requeues what this process's predecessor left active, and takes jobs. */
  start(): Promise<void>;
  /** Takes no more, aborts what runs, waits for it, and puts it back in the queue. */
  stop(): Promise<void>;
  /** Jobs waiting and running by lane, for health and metrics. */
  counts(): Promise<Record<string, { waiting: number; running: number }>>;
}

/** A job whose process gives no sign for this long belongs to whoever takes it next. pg-boss's minimum is 10. */
const leaseSeconds = 15;
const heartbeatMs = 4_000;
/** Finds what no wake told us of: retries that came due, sends of a process that died before its NOTIFY. */
const pollMs = 2_000;
/** pg-boss allows less than 24 hours. Handlers have limits of their own. */
const longestJobSeconds = 23 * 3600;

/** See `JobLoop`. Nothing is opened before `start`. */
export function createJobLoop(options: JobLoopOptions): JobLoop {
  const { postgres, schema, log } = options;
  const channel = `job_loop_${schema}`;
  const definitions = new Map<string, QueueDefinition<object>>();
  const boss = new PgBoss({
    ...postgres.forPgBoss(),
    schema,
    schedule: false,
    ...(postgres.backend === "postgres"
      ? { max: 4, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 }
      : {}),
  });
  boss.on("error", (error) => log.error({ err: error }, "job queue"));
  const lanes = new Map<string, Lane>();
  let claims: Claims | undefined;
  let state: "new" | "running" | "stopped" = "new";
  let stopListening: (() => Promise<void>) | undefined;
  const timers: NodeJS.Timeout[] = [];

  const laneOf = (queue: string): Lane => {
    const lane = lanes.get(definitions.get(queue)?.lane ?? "");
    if (!lane) throw new Error(`Job queue "${queue}" is not defined.`);
    return lane;
  };
  const wakeAll = () => {
    for (const lane of lanes.values()) lane.wake();
  };

  const send = async (
    queue: string,
    data: object,
    sendOptions: SendOptions & { id?: string } = {},
  ): Promise<string | null> => {
    const lane = laneOf(queue);
    const jobId = await boss.send(queue, data, {
      // The queue's policy allows one waiting job a key; without a key each job is its own.
      singletonKey: sendOptions.singletonKey ?? randomUUID(),
      priority: sendOptions.priority ?? 0,
      ...(sendOptions.id !== undefined && { id: sendOptions.id }),
      ...(sendOptions.startAfterSeconds ? { startAfter: sendOptions.startAfterSeconds } : {}),
    });
    if (jobId === null) return null;
    lane.wake(queue);
    if (postgres.backend === "postgres") {
      notify(postgres, channel, queue).catch((error) => log.warn({ err: error }, "job notify failed"));
    }
    return jobId;
  };

  const runOwedNow = (queue: string, data: object, sendOptions?: { singletonKey?: string }): boolean => {
    const definition = definitions.get(queue);
    // On a server others may share the work: only a row has a lease that tells them when we no longer live.
    if (!definition || postgres.backend === "postgres") return false;
    const retry = (id: string) =>
      send(queue, data, { ...sendOptions, id, startAfterSeconds: definition.retryDelaySeconds ?? 1 });
    return laneOf(queue).runNow(queue, definition, data, retry);
  };

  return {
    schema,
    send,
    runOwedNow,
    define(queue, definition) {
      if (state !== "new") throw new Error(`Job queue "${queue}" is defined after the loop has started.`);
      if (!(definition.lane in options.lanes))
        throw new Error(`Job lane "${definition.lane}" does not exist.`);
      definitions.set(queue, definition as unknown as QueueDefinition<object>);
    },

    async runOwed(queue, data, sendOptions) {
      if (!runOwedNow(queue, data, sendOptions)) await send(queue, data, sendOptions);
    },

    async sendMany(queue, jobs) {
      const lane = laneOf(queue);
      await boss.insert(
        queue,
        jobs.map((job) => ({ ...job, priority: 0 })),
      );
      lane.wake(queue);
      if (postgres.backend === "postgres") {
        notify(postgres, channel, queue).catch((error) => log.warn({ err: error }, "job notify failed"));
      }
    },

    async cancel(queue, jobId) {
      await boss.cancel(queue, jobId);
      laneOf(queue).abort(jobId);
    },

    async start() {
      await boss.start();
      claims = await openClaims(postgres, schema, options.workerId);
      for (const [name, limit] of Object.entries(options.lanes)) {
        const queues = [...definitions].filter(([, definition]) => definition.lane === name);
        lanes.set(name, new Lane({ name, limit, queues, boss, claims, log }));
      }
      const settingsOf = ({ retryLimit = 2, retryDelaySeconds = 1 }: QueueDefinition<object>) => ({
        retryLimit,
        retryDelay: retryDelaySeconds,
        retryBackoff: true,
        expireInSeconds: longestJobSeconds,
        heartbeatSeconds: leaseSeconds,
        deleteAfterSeconds: 24 * 3600,
      });
      await ensureQueues(boss, new Map([...definitions].map(([queue, made]) => [queue, settingsOf(made)])));
      const requeued = await claims.requeueOwn();
      if (requeued > 0) log.info({ requeued }, "took back jobs that the last process left unfinished");
      if (postgres.backend === "postgres") stopListening = await postgres.listen(channel, wakeAll);
      state = "running";
      for (const lane of lanes.values()) lane.open();
      timers.push(setInterval(wakeAll, pollMs));
      for (const lane of lanes.values()) {
        timers.push(setInterval(() => void lane.heartbeat(), heartbeatMs));
      }
    },

    async stop() {
      if (state !== "running") return;
      state = "stopped";
      for (const timer of timers) clearInterval(timer);
      await stopListening?.();
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
      await boss.stop({ graceful: false, close: true });
    },

    async counts() {
      const rows = await postgres.query<{ name: string; state: string; jobs: number }>(
        `SELECT name, state::text AS state, count(*)::int AS jobs FROM ${schema}.job
          WHERE state < 'completed' GROUP BY name, state`,
      );
      const counts = Object.fromEntries(
        Object.keys(options.lanes).map((lane) => [
          lane,
          { waiting: 0, running: lanes.get(lane)?.rowlessCount ?? 0 },
        ]),
      );
      for (const row of rows) {
        const lane = counts[definitions.get(row.name)?.lane ?? ""];
        if (lane) lane[row.state === "active" ? "running" : "waiting"] += row.jobs;
      }
      return counts;
    },
  };
}
