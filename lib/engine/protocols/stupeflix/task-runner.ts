import type { JobContext } from "#lib/job-loop/job-loop.ts";
import type { StupeflixTask } from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { FfmpegError } from "../../media/run-ffmpeg.ts";
import { isCode } from "../../storage.ts";
import { CallbackSender } from "./callback-sender.ts";
import { claimFolder, placeFiles, taskFolder } from "./stores/place-files.ts";
import { parseTaskStore } from "./stores/task-stores.ts";
import { TaskChanges } from "./task-changes.ts";
import { type Following, follow, followAll } from "./task-following.ts";
import { jobsOf, queues } from "./task-jobs.ts";
import { asObject, Reporter } from "./task-reporter.ts";
import {
  hasEnded,
  type NewTask,
  type TaskClaim,
  type TaskOutcome,
  TaskStore,
  toClaim,
} from "./task-store.ts";
import { Places } from "./tasks/places.ts";
import { RunningTask } from "./tasks/task-context.ts";
import { type Pace, TaskFault, type TaskResult } from "./tasks/task-kind.ts";
import { requireKind } from "./tasks/task-kinds.ts";

/** A task that took the engine down with it this often will do so again. */
const mostAttempts = 5;

interface Asker {
  readonly account: EngineAccount;
  /** The origin asked on. */
  readonly baseUrl: string;
}

interface Unstored {
  readonly drafts: readonly StupeflixTask[];
  readonly stored: PromiseWithResolvers<void>;
}

/** Takes tasks, runs them as jobs of their pace's lane, and lets callers follow them to their end. */
export class TaskRunner {
  readonly store: TaskStore;
  readonly changes: TaskChanges;
  readonly #engine: Engine;
  readonly #callbacks: CallbackSender;
  readonly #closing = new AbortController();
  readonly #running = new Map<string, AbortController>();
  /** New tasks whose job has a place already, by its first key: the job stores them. */
  readonly #unstored = new Map<string, Unstored>();
  readonly #places: Readonly<Record<Pace, Places>>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.store = new TaskStore(engine);
    this.changes = new TaskChanges(engine, this.store);
    this.#callbacks = new CallbackSender(engine, this.store);
    const { lightParallelism, encodeParallelism } = engine.config.limits;
    const light = new Places(lightParallelism);
    this.#places = { instant: light, light, heavy: new Places(encodeParallelism) };
    for (const pace of ["instant", "light", "heavy"] as const) {
      engine.jobs.define<{ taskKeys: string[] }>(queues[pace], {
        lane: `task-${pace}`,
        // Only a process that dies, or a database that is away, ever uses one up.
        retryLimit: 20,
        handler: ({ taskKeys }, job) => this.#run(taskKeys, pace, job),
      });
    }
  }

  /** Sends what was stored but not yet sent when a process stopped. What had begun has a job that repeats it. */
  async recover(): Promise<void> {
    await this.changes.start();
    await this.store.requeueLost(this.#engine.jobs.schema);
    await this.#send(await this.store.listQueued(), "queue");
    await this.#callbacks.send(await this.store.listCallbacksDue());
  }

  /** The tasks as they are queued; what can be seen to be wrong with one has ended it already. */
  async create(asker: Asker, given: readonly NewTask[]): Promise<StupeflixTask[]> {
    const drafts = this.#draft(asker, given);
    const begin = await this.#take(drafts);
    await begin?.();
    return drafts;
  }

  /** As `create`, followed from before the first can end. */
  createAndFollow(asker: Asker, given: readonly NewTask[], signal: AbortSignal): Following {
    const drafts = this.#draft(asker, given);
    return follow(this.changes, {
      keys: drafts.map((task) => task.taskKey),
      read: async () => {
        const begin = await this.#take(drafts);
        return { tasks: drafts, ...(begin && { begin }) };
      },
      signal: AbortSignal.any([signal, this.#closing.signal]),
    });
  }

  /** Existing tasks, followed to their end. */
  follow(keys: readonly string[], signal: AbortSignal): Following {
    return follow(this.changes, {
      keys,
      read: async () => ({ tasks: await this.store.find(keys) }),
      signal: AbortSignal.any([signal, this.#closing.signal]),
    });
  }

  /** Every change of an account's tasks from now on; a slow reader finds each task as it is. */
  followAccount(accountId: string, signal: AbortSignal) {
    return followAll((listener) => this.changes.watchAccount(accountId, listener), {
      signal: AbortSignal.any([signal, this.#closing.signal]),
    });
  }

  /** Ends what has not ended; whoever runs it stops. Answers all of them as they are now. */
  async cancel(account: EngineAccount, keys: readonly string[]): Promise<(StupeflixTask | undefined)[]> {
    const cancelled = await this.store.cancel(account, keys, "the task was cancelled");
    this.#tell(cancelled);
    for (const task of cancelled) this.#running.get(task.taskKey)?.abort(new TaskCancelled());
    return this.store.find(keys);
  }

  /** Answers whoever waits with what there is. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.changes.close();
  }

  #draft(asker: Asker, given: readonly NewTask[]): StupeflixTask[] {
    return this.store.draft(
      asker,
      given.map((task) => ({ ...task, error: findFault(task) })),
    );
  }

  /** Stores new tasks. Answers the way to begin them, unless their job has begun: then they were stored as begun. */
  async #take(drafts: readonly StupeflixTask[]): Promise<(() => Promise<void>) | undefined> {
    const queued = drafts.filter((task) => task.status === "queued");
    const isBegun = this.#beginAtOnce(drafts, queued);
    if (isBegun) await isBegun;
    else await this.store.insert(drafts);
    await this.#callbacks.send(drafts.filter((task) => task.isCallbackDue));
    return isBegun ? undefined : () => this.#send(queued);
  }

  /** Where all of it is one job, and that has a place: storing and beginning it is one statement. */
  #beginAtOnce(
    drafts: readonly StupeflixTask[],
    queued: readonly StupeflixTask[],
  ): Promise<void> | undefined {
    const [only, ...others] = jobsOf(queued);
    if (!only || others.length > 0) return undefined;
    const stored = Promise.withResolvers<void>();
    this.#unstored.set(only.singletonKey, { drafts, stored });
    if (this.#engine.jobs.runOwedNow(queues[only.pace], only.data, only)) return stored.promise;
    this.#unstored.delete(only.singletonKey);
    return undefined;
  }

  async #begin(keys: readonly string[], claim: TaskClaim): Promise<StupeflixTask[]> {
    const [first = ""] = keys;
    const unstored = this.#unstored.get(first);
    if (!unstored) return this.store.begin(keys, claim);
    this.#unstored.delete(first);
    try {
      const tasks = await this.store.insert(unstored.drafts, claim);
      unstored.stored.resolve();
      return tasks.filter((task) => task.status === "executing");
    } catch (error) {
      // Told to whoever asked for them: there is nothing that the job could be tried again with.
      unstored.stored.reject(error);
      return [];
    }
  }

  /** A job that is alone of its pace runs at once where there is a place, except those that a stop has left. */
  async #send(
    tasks: readonly Pick<StupeflixTask, "taskKey" | "taskName">[],
    how: "now" | "queue" = "now",
  ): Promise<void> {
    const jobs = jobsOf(tasks);
    for (const [pace, queue] of Object.entries(queues)) {
      const ofPace = jobs.filter((job) => job.pace === pace);
      const [only] = ofPace;
      if (only && ofPace.length === 1 && how === "now")
        await this.#engine.jobs.runOwed(queue, only.data, only);
      else if (ofPace.length > 0) {
        const rows = ofPace.map(({ data, singletonKey }) => ({ data, singletonKey }));
        await this.#engine.jobs.sendMany(queue, rows);
      }
    }
  }

  async #run(keys: readonly string[], pace: Pace, job: JobContext): Promise<void> {
    const claim = { jobId: job.jobId, attempt: job.attempt };
    const tasks = await this.#begin(keys, claim);
    if (job.attempt > 1) await this.#forgetEarlierTries(tasks);
    this.#tell(tasks);
    const ended = await Promise.all(
      tasks.map(async (task) => ({ task, outcome: await this.#outcomeOf(task, claim, pace, job) })),
    ).catch(async (error: unknown) => {
      // The first try with a row would not know that there was one before.
      if (job.attempt === 0) await this.#forgetEarlierTries(tasks);
      throw error;
    });
    const finished = await this.store.finish(
      ended.flatMap(({ task, outcome }) => (outcome ? { task, outcome } : [])),
      claim,
    );
    const kept = new Set(finished.map((task) => task.taskKey));
    for (const { task, outcome } of ended) {
      const hasFiles = outcome?.status !== "success" || outcome.stored.length > 0;
      // Cancelled, or somebody else's by now: nobody will ever ask for these files.
      const isUnwanted = !kept.has(task.taskKey) || (outcome?.status === "error" && pace !== "instant");
      if (hasFiles && isUnwanted && pace !== "instant") await this.#dropFiles(task.taskKey, toClaim(claim));
    }
    this.#tell(finished);
    await this.#callbacks.send(finished.filter((task) => task.isCallbackDue));
  }

  /** Undefined when the task was cancelled. Throws when the job is to be tried again. */
  async #outcomeOf(
    task: StupeflixTask,
    claim: TaskClaim,
    pace: Pace,
    job: JobContext,
  ): Promise<TaskOutcome | undefined> {
    if (job.attempt > mostAttempts) {
      return {
        status: "error",
        error: `the engine stopped ${mostAttempts} times while it worked on this task`,
      };
    }
    const cancelled = new AbortController();
    const signal = AbortSignal.any([job.signal, cancelled.signal]);
    this.#running.set(task.taskKey, cancelled);
    // Cancelled by another engine: it tells its change, not us.
    const unwatch = this.changes.watch([task.taskKey], (now) => {
      if (hasEnded(now)) cancelled.abort(new TaskCancelled());
    });
    const reporter = new Reporter(this.store, this.changes, task, claim);
    const placing = { engine: this.#engine, task, claim: toClaim(claim), signal };
    const publish = async ({ values, files = {} }: TaskResult) => {
      const placed = await placeFiles(placing, files);
      await reporter.publish({ ...asObject(values), ...placed.addresses }, placed.names, placed.stored);
    };
    const running = new RunningTask({
      engine: this.#engine,
      taskKey: task.taskKey,
      signal,
      places: this.#places[pace],
      progress: (value) => reporter.progress(value),
      publish,
    });
    try {
      const { values, files = {} } = await requireKind(task.taskName).run(task.parameters, running);
      const placed = await placeFiles(placing, files);
      await reporter.settle();
      return {
        status: "success",
        result: typeof values === "string" ? values : { ...values, ...placed.addresses },
        files: { ...reporter.files, ...placed.names },
        stored: placed.stored,
      };
    } catch (error) {
      await reporter.settle();
      if (cancelled.signal.aborted) return undefined;
      job.signal.throwIfAborted();
      return { status: "error", error: this.#toWords(task, error) };
    } finally {
      unwatch();
      this.#running.delete(task.taskKey);
      await running.dispose();
    }
  }

  #toWords(task: StupeflixTask, error: unknown): unknown {
    if (error instanceof TaskFault) return error.error;
    if (isCode(error, "ENOSPC")) return "the disk of the engine is full";
    this.#engine.log.error({ err: error, taskKey: task.taskKey, taskName: task.taskName }, "task failed");
    return error instanceof FfmpegError ? error.message : "the engine failed on this task";
  }

  async #forgetEarlierTries(tasks: readonly StupeflixTask[]): Promise<void> {
    for (const task of tasks) {
      await this.store.forgetFiles(task.taskKey);
      await this.#engine.storage.remove(taskFolder(task.taskKey));
    }
  }

  async #dropFiles(taskKey: string, claim: string): Promise<void> {
    await this.store.forgetFiles(taskKey, claimFolder(taskKey, claim));
    await this.#engine.storage.remove(claimFolder(taskKey, claim));
  }

  #tell(tasks: readonly StupeflixTask[]): void {
    if (tasks.length > 0) this.changes.publish(tasks);
  }
}

class TaskCancelled extends Error {
  override readonly name = "TaskCancelled";
}

/** What is wrong with a definition before anything is fetched: an unknown name, its parameters, its store. */
export function findFault(task: NewTask): TaskFault["error"] | undefined {
  try {
    requireKind(task.taskName).check(task.parameters);
    parseTaskStore(task.taskStore);
    return undefined;
  } catch (error) {
    if (error instanceof TaskFault) return error.error;
    throw error;
  }
}
