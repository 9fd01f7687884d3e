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
  #isOpen = false;
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
    await this.#pumping;
    for (const job of this.#running.values()) job.abort.abort(new JobAborted("stopping"));
    await Promise.all([...this.#running.values()].map((job) => job.settled));
  }

  async #pump(): Promise<void> {
    do {
      this.#wokenMeanwhile = false;
      const { limit, boss } = this.#options;
      // A look that finds the lane full is nobody's turn.
      if (this.#running.size >= limit) return;
      for (const [queue, definition] of this.#queuesInTurn()) {
        const free = limit - this.#running.size;
        if (free <= 0 || !this.#isOpen) return;
        const jobs = await boss.fetch<object>(queue, { batchSize: free });
        for (const job of jobs) this.#run(queue, definition, job);
      }
    } while (this.#wokenMeanwhile && this.#isOpen);
  }

  /**
   * Each queue once, or the named ones alone, so that a job that was just sent does not wait for looks into all the
   * others. That at most three times in a row: a flood in one queue must not bar the others.
   */
  #queuesInTurn(): (readonly [string, QueueDefinition<object>])[] {
    const { queues } = this.#options;
    const inTurn = [...queues.slice(this.#turn), ...queues.slice(0, this.#turn)];
    const named = inTurn.filter(([queue]) => this.#named.has(queue));
    this.#named.clear();
    if (named.length > 0 && this.#favouredInRow < mostFavouredInRow) {
      this.#favouredInRow += 1;
      return named;
    }
    this.#favouredInRow = 0;
    this.#turn = queues.length ? (this.#turn + 1) % queues.length : 0;
    return inTurn;
  }

  #run(queue: string, definition: QueueDefinition<object>, job: Attempt & { data: object }): void {
    const attempt = { id: job.id, retryCount: job.retryCount };
    const abort = new AbortController();
    const settled = this.#execute(queue, definition, attempt, job.data, abort.signal).finally(() => {
      this.#running.delete(attempt.id);
      this.wake();
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
