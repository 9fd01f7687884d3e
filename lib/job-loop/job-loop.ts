import type { Log } from "#lib/log.ts";
import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";

/** How many jobs of a lane run at once. A lane never waits for another. */
export type Lanes = Readonly<Record<string, number>>;

export interface JobLoopOptions {
  readonly postgres: PostgresHandle;
  /** The Postgres schema of this loop's pg-boss tables; one loop per process and schema. */
  readonly schema: string;
  readonly lanes: Lanes;
  readonly log: Log;
}

export interface JobContext {
  readonly jobId: string;
  /** 1 for the first try. */
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
  /** Before `start`. */
  define<Data extends object>(queue: string, definition: QueueDefinition<Data>): void;
  /** Resolves to the job's id, null when `singletonKey` is already waiting. */
  send<Data extends object>(queue: string, data: Data, options?: SendOptions): Promise<string | null>;
  /** Aborts the job here if it runs here and marks it cancelled; a job that has ended is left alone. */
  cancel(queue: string, jobId: string): Promise<void>;
  /** Opens the tables, requeues what this process's predecessor left active, and takes jobs. */
  start(): Promise<void>;
  /** Takes no more, aborts what runs, waits for it, and puts it back in the queue. */
  stop(): Promise<void>;
  /** Jobs waiting and running by lane, for health and metrics. */
  counts(): Promise<Record<string, { waiting: number; running: number }>>;
}
