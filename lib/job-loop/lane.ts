import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import { z } from "zod";
import type { Log } from "#lib/log.ts";
import type { Attempt, Claims } from "./claims.ts";
import type { JobContext, QueueDefinition } from "./job-loop.ts";

interface LaneOptions {
  readonly name: string;
  readonly limit: number;
  readonly queues: readonly (readonly [string, QueueDefinition<object>])[];
  readonly boss: PgBoss;
  readonly claims: Claims;
  readonly log: Log;
}

interface RunningJob {
  readonly attempt: Attempt;
  readonly queue: string;
  readonly abort: AbortController;
  readonly settled: Promise<void>;
}

/** Why a job's signal was aborted. */
export class JobAborted extends Error {
  override readonly name = "JobAborted";
  readonly reason: "stopping" | "cancelled" | "lost";

  constructor(reason: JobAborted["reason"]) {
    super(`The job was aborted: ${reason}.`);
    this.reason = reason;
  }
}

/** Looks at the named queues alone before all have their turn. */
const mostFavouredInRow = 3;

/** What `touch` and `complete` answer; pg-boss types it as an empty interface. */
const commandAnswer = z.object({ affected: z.number() });

/**
 * Takes jobs from its queues whenever it has a free place and is woken, one fetch at a time.
 * pg-boss's own `work()` waits its polling interval between two fetches (a backlog drains one job an interval).
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #running = new Map<string, RunningJob>();
  /** What runs without a row: see `runNow`. */
  readonly #rowless = new Map<string, { readonly abort: AbortController; readonly settled: Promise<void> }>();
  #isOpen = false;
  readonly #closing = new AbortController();
  /** Whether the last look may have left jobs behind: else the end of a job is no reason to look again. */
  #hasMore = false;
  #pumping: Promise<void> | undefined;
  #wokenMeanwhile = false;
  /** Where the next fetch begins, so that no queue of the lane starves another. */
  #turn = 0;
  /** Queues that a wake named: there is a job for sure, while a look into each of the others is a query. */
  readonly #named = new Set<string>();
  #favouredInRow = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  open(): void {
    this.#isOpen = true;
    this.wake();
  }

  /** There may be work, in this queue above all. Cheap; a wake during a fetch makes it look once more. */
  wake(queue?: string): void {
    if (queue !== undefined) this.#named.add(queue);
    if (!this.#isOpen) return;
    if (this.#pumping) {
      this.#wokenMeanwhile = true;
      return;
    }
    this.#pumping = this.#pump()
      .catch((error) => this.#options.log.error({ err: error, lane: this.#options.name }, "job fetch failed"))
      .finally(() => {
        this.#pumping = undefined;
        if (this.#wokenMeanwhile) this.wake();
      });
  }

  /**
   * Runs a job that has no row, if a place is free and none waits for one. False when it cannot. What fails, and what
   * is stopped, is handed to `putDown`, which is to make a row of it.
   */
  runNow<Data extends object>(
    queue: string,
    { handler }: QueueDefinition<Data>,
    data: Data,
    putDown: (jobId: string) => Promise<unknown>,
  ): boolean {
    if (!this.#isOpen || this.#pumping || this.#hasMore || this.#places <= 0) return false;
    const id = randomUUID();
    const abort = new AbortController();
    const { signal } = abort;
    const settled = handler(data, { jobId: id, attempt: 0, signal, holds: async () => !signal.aborted })
      .catch((error: unknown) => {
        if (!signal.aborted) this.#options.log.error({ err: error, queue, attempt: 0 }, "job failed");
        return this.#putDown(queue, () => putDown(id));
      })
      .then(() => {
        this.#rowless.delete(id);
        this.#wakeIfMore();
      });
    this.#rowless.set(id, { abort, settled });
    return true;
  }

  /** How many run without a row. */
  get rowlessCount(): number {
    return this.#rowless.size;
  }

  /** Aborts the job if it runs here. */
  abort(jobId: string): void {
    this.#running.get(jobId)?.abort.abort(new JobAborted("cancelled"));
  }

  /** Renews the leases of what runs here; a lease that another process has taken aborts the job. */
  async heartbeat(): Promise<void> {
    for (const job of [...this.#running.values()]) {
      try {
        const answer = await this.#options.boss.touch(job.queue, { ...job.attempt });
        if (commandAnswer.parse(answer).affected === 0 && this.#running.has(job.attempt.id)) {
          job.abort.abort(new JobAborted("lost"));
        }
      } catch (error) {
        this.#options.log.warn({ err: error, queue: job.queue }, "job heartbeat failed");
      }
    }
  }

  /** Takes no more, aborts what runs and waits until each has stopped and is back in its queue. */
  async close(): Promise<void> {
    this.#isOpen = false;
    this.#closing.abort();
    await this.#pumping;
    const running = [...this.#running.values(), ...this.#rowless.values()];
    for (const job of running) job.abort.abort(new JobAborted("stopping"));
    await Promise.all(running.map((job) => job.settled));
  }

  /** Until the database takes it. Past a stop its owner's rows still say that it is owed, and the next start reads them. */
  async #putDown(queue: string, putDown: () => Promise<unknown>): Promise<void> {
    for (let waitMs = 1_000; ; waitMs = Math.min(2 * waitMs, 30_000)) {
      try {
        await putDown();
        return;
      } catch (error) {
        this.#options.log.warn({ err: error, queue }, "a job that failed could not be queued yet");
      }
      if (!this.#isOpen) return;
      await delay(waitMs, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  get #places(): number {
    return this.#options.limit - this.#running.size - this.#rowless.size;
  }

  #wakeIfMore(): void {
    if (this.#hasMore || this.#named.size > 0) this.wake();
  }

  async #pump(): Promise<void> {
    do {
      this.#wokenMeanwhile = false;
      const hadMore = this.#hasMore;
      this.#hasMore = true;
      // A look that finds the lane full is nobody's turn.
      if (this.#places <= 0) return;
      const { queues, areAll } = this.#queuesInTurn();
      let isRestPossible = hadMore && !areAll;
      for (const [queue, definition] of queues) {
        const free = this.#places;
        if (free <= 0 || !this.#isOpen) return;
        const jobs = await this.#options.boss.fetch<object>(queue, { batchSize: free });
        for (const job of jobs) this.#run(queue, definition, job);
        isRestPossible ||= jobs.length === free;
      }
      this.#hasMore = isRestPossible;
    } while (this.#wokenMeanwhile && this.#isOpen);
  }

  /**
   * Each queue once, or the named ones alone, so that a job that was just sent does not wait for looks into all the
   * others. That at most three times in a row: a flood in one queue must not bar the others.
   */
  #queuesInTurn(): { queues: (readonly [string, QueueDefinition<object>])[]; areAll: boolean } {
    const { queues } = this.#options;
    const inTurn = [...queues.slice(this.#turn), ...queues.slice(0, this.#turn)];
    const named = inTurn.filter(([queue]) => this.#named.has(queue));
    this.#named.clear();
    if (named.length > 0 && this.#favouredInRow < mostFavouredInRow) {
      this.#favouredInRow += 1;
      return { queues: named, areAll: false };
    }
    this.#favouredInRow = 0;
    this.#turn = queues.length ? (this.#turn + 1) % queues.length : 0;
    return { queues: inTurn, areAll: true };
  }

  #run(queue: string, definition: QueueDefinition<object>, job: Attempt & { data: object }): void {
    const attempt = { id: job.id, retryCount: job.retryCount };
    const abort = new AbortController();
    const settled = this.#execute(queue, definition, attempt, job.data, abort.signal).finally(() => {
      this.#running.delete(attempt.id);
      this.#wakeIfMore();
    });
    this.#running.set(attempt.id, { attempt, queue, abort, settled });
  }

  /** Never rejects. */
  async #execute(
    queue: string,
    definition: QueueDefinition<object>,
    attempt: Attempt,
    data: object,
    signal: AbortSignal,
  ): Promise<void> {
    const { claims, boss, log } = this.#options;
    const noted = claims
      .note(attempt)
      .catch((error) => log.warn({ err: error, queue }, "job claim not noted"));
    const context: JobContext = {
      jobId: attempt.id,
      attempt: attempt.retryCount + 1,
      signal,
      holds: () => claims.holds(attempt),
    };
    try {
      try {
        await definition.handler(data, context);
        const answer = await boss.complete(queue, { ...attempt });
        if (commandAnswer.parse(answer).affected === 0) {
          log.info({ queue, jobId: attempt.id }, "job ended after it was cancelled or taken over");
        }
      } catch (error) {
        await this.#settleFailure(queue, attempt, signal, error);
      }
      await noted;
      await claims.forget(attempt);
    } catch (error) {
      // The database is away: the job stays active and comes back by its lease or at the next start.
      log.error({ err: error, queue, jobId: attempt.id }, "job outcome could not be stored");
    }
  }

  async #settleFailure(queue: string, attempt: Attempt, signal: AbortSignal, error: unknown): Promise<void> {
    const { claims, boss, log } = this.#options;
    const why = signal.reason instanceof JobAborted ? signal.reason.reason : undefined;
    if (why === "stopping") {
      await claims.putBack(attempt);
      return;
    }
    if (why === "cancelled" || why === "lost") {
      log.info({ queue, jobId: attempt.id, why }, "job aborted");
      return;
    }
    log.error({ err: error, queue, jobId: attempt.id, attempt: attempt.retryCount + 1 }, "job failed");
    const message = error instanceof Error ? error.message : String(error);
    await boss.fail(queue, { ...attempt }, { message });
  }
}
