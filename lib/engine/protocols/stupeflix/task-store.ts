import { and, asc, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import {
  type StupeflixFile,
  type StupeflixTask,
  stupeflixFileTable,
  stupeflixTaskTable as table,
} from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { wantsCall } from "./task-callback.ts";
import { newTaskKey } from "./task-key.ts";
import { endTasks, keepFiles } from "./task-statements.ts";

export interface NewTask {
  readonly taskName: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly taskStore: unknown;
  /** What is wrong with it; it ends before it begins. */
  readonly error?: unknown;
}

export type TaskOutcome =
  | {
      readonly status: "success";
      readonly result: unknown;
      readonly files: Readonly<Record<string, string>>;
      readonly stored: readonly StupeflixFile[];
    }
  | { readonly status: "error"; readonly error: unknown };

/** One try of one job; what an older try still writes is refused. */
export interface TaskClaim {
  readonly jobId: string;
  readonly attempt: number;
}

export const toClaim = ({ jobId, attempt }: TaskClaim) => `${jobId}.${attempt}`;

export const hasEnded = (task: Pick<StupeflixTask, "status">) =>
  task.status === "success" || task.status === "error";

/** The tasks' rows. A task that has ended stays as it ended. */
export class TaskStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get #db(): Database {
    return this.#engine.db.db;
  }

  /** New tasks as they will be stored: whoever is to follow them knows their keys before they can change. */
  draft(
    { account, baseUrl }: { account: EngineAccount; baseUrl: string },
    tasks: readonly NewTask[],
  ): StupeflixTask[] {
    const now = this.#engine.clock.now();
    return tasks.map(({ error, taskName, parameters, taskStore }) => {
      const isWrong = error !== undefined;
      return {
        ...{ taskKey: newTaskKey(), accountId: account.accountId, taskName, parameters, taskStore, baseUrl },
        ...{
          progress: null,
          result: null,
          files: {},
          jobId: null,
          claim: null,
          startedAt: null,
          sequence: 0,
        },
        queuedAt: now,
        status: isWrong ? "error" : "queued",
        error: isWrong ? error : null,
        completedAt: isWrong ? now : null,
        isCallbackDue: isWrong && wantsCall("error", parameters),
      };
    });
  }

  /** Stores drafts, in their order. With a claim those that are queued have begun; answers them as they are stored. */
  async insert(drafts: readonly StupeflixTask[], claim?: TaskClaim): Promise<StupeflixTask[]> {
    if (drafts.length === 0) return [];
    const tasks = claim
      ? drafts.map((task) => (task.status === "queued" ? this.#begun(task, claim) : task))
      : [...drafts];
    // One text, however many: drizzle's statement has a parameter for each value, and takes three times as long.
    await this.#engine.db.query(
      `INSERT INTO stupeflix_task (task_key, account_id, task_name, parameters, task_store, status, progress, error,
          base_url, job_id, claim, is_callback_due, queued_at, started_at, completed_at)
        SELECT "taskKey", "accountId", "taskName", parameters, "taskStore", status, progress, error,
          "baseUrl", "jobId", claim, "isCallbackDue", "queuedAt", "startedAt", "completedAt"
        FROM jsonb_to_recordset($1::jsonb) AS n("taskKey" text, "accountId" text, "taskName" text, parameters jsonb,
          "taskStore" jsonb, status text, progress jsonb, error jsonb, "baseUrl" text, "jobId" text, claim text,
          "isCallbackDue" boolean, "queuedAt" timestamptz, "startedAt" timestamptz, "completedAt" timestamptz)`,
      [JSON.stringify(tasks)],
    );
    return tasks;
  }

  #begun(task: StupeflixTask, claim: TaskClaim): StupeflixTask {
    return {
      ...task,
      ...{ status: "executing", progress: 0, startedAt: this.#engine.clock.now() },
      ...{ jobId: claim.jobId, claim: toClaim(claim), result: null, files: {} },
    };
  }

  /** In the order of the keys; undefined where there is no such task. */
  async find(keys: readonly string[]): Promise<(StupeflixTask | undefined)[]> {
    if (keys.length === 0) return [];
    const rows = await this.#db
      .select()
      .from(table)
      .where(inArray(table.taskKey, [...new Set(keys)]));
    return inSameOrder(keys, rows);
  }

  /** The newest first, from before the task whose sequence is given. */
  async list(
    account: EngineAccount,
    query: { limit: number; before?: number | undefined; status?: StupeflixTask["status"][] | undefined },
  ): Promise<StupeflixTask[]> {
    return this.#db
      .select()
      .from(table)
      .where(
        and(
          eq(table.accountId, account.accountId),
          query.before === undefined ? undefined : lt(table.sequence, query.before),
          query.status ? inArray(table.status, query.status) : undefined,
        ),
      )
      .orderBy(desc(table.sequence))
      .limit(query.limit);
  }

  /** What nobody has begun, oldest first. */
  async listQueued(): Promise<Pick<StupeflixTask, "taskKey" | "taskName">[]> {
    return this.#db
      .select({ taskKey: table.taskKey, taskName: table.taskName })
      .from(table)
      .where(eq(table.status, "queued"))
      .orderBy(asc(table.sequence));
  }

  /** Back to `queued` what a job had that is no more: neither waiting nor running. */
  async requeueLost(jobsSchema: string): Promise<void> {
    await this.#engine.db.query(`UPDATE stupeflix_task SET status = 'queued', progress = NULL, claim = NULL
      WHERE status = 'executing' AND NOT EXISTS (
        SELECT 1 FROM ${jobsSchema}.job WHERE job.id::text = stupeflix_task.job_id AND job.state < 'completed')`);
  }

  /** Those that nobody has begun, or that an earlier try of the same job had; in the order of the keys. */
  async begin(keys: readonly string[], claim: TaskClaim): Promise<StupeflixTask[]> {
    const rows = await this.#db
      .update(table)
      .set({
        status: "executing",
        progress: 0,
        startedAt: this.#engine.clock.now(),
        jobId: claim.jobId,
        claim: toClaim(claim),
        result: null,
        files: {},
      })
      .where(
        and(
          inArray(table.taskKey, [...keys]),
          or(eq(table.status, "queued"), and(eq(table.status, "executing"), eq(table.jobId, claim.jobId))),
        ),
      )
      .returning();
    return inSameOrder(keys, rows).flatMap((task) => task ?? []);
  }

  /** Progress or part of a result, with the files it names. False when the claim no longer holds. */
  async note(
    taskKey: string,
    claim: TaskClaim,
    changes: Partial<Pick<StupeflixTask, "progress" | "result" | "files">>,
    stored: readonly StupeflixFile[] = [],
  ): Promise<boolean> {
    const write = async (db: Pick<Database, "update">) => {
      const rows = await db
        .update(table)
        .set(changes)
        .where(and(eq(table.taskKey, taskKey), this.#isHeldBy(claim)))
        .returning({ taskKey: table.taskKey });
      return rows.length > 0;
    };
    if (stored.length === 0) return write(this.#db);
    return this.#db.transaction(async (tx) => {
      const isHeld = await write(tx);
      if (isHeld) await tx.insert(stupeflixFileTable).values([...stored]);
      return isHeld;
    });
  }

  /** Ends tasks of one claim, with the files they name. Those that had ended already, or are lost, are left out. */
  async finish(
    ended: readonly { readonly task: StupeflixTask; readonly outcome: TaskOutcome }[],
    claim: TaskClaim,
  ): Promise<StupeflixTask[]> {
    if (ended.length === 0) return [];
    const completedAt = this.#engine.clock.now();
    const after = ended.map(({ task, outcome }) => ({
      ...task,
      status: outcome.status,
      result: outcome.status === "success" ? outcome.result : null,
      files: outcome.status === "success" ? outcome.files : {},
      error: outcome.status === "error" ? outcome.error : null,
      progress: null,
      isCallbackDue: wantsCall(outcome.status, task.parameters),
      completedAt,
    }));
    const stored = ended.flatMap(({ outcome }) => (outcome.status === "success" ? outcome.stored : []));
    // One statement: a task never ends without its files' rows, nor has any when it was lost.
    const taken = await this.#engine.db.query<{ taskKey: string }>(
      stored.length > 0 ? `WITH ended AS (${endTasks}), ${keepFiles} SELECT "taskKey" FROM ended` : endTasks,
      [
        JSON.stringify(
          after.map(({ taskKey, status, result, files, error, isCallbackDue }) => ({
            ...{ taskKey, status, result, files, error, isCallbackDue },
          })),
        ),
        completedAt.toISOString(),
        toClaim(claim),
        ...(stored.length > 0 ? [JSON.stringify(stored)] : []),
      ],
    );
    const keys = new Set(taken.map((row) => row.taskKey));
    return after.filter((task) => keys.has(task.taskKey));
  }

  /** Ends what has not ended yet, whoever runs it; undefined for the rest. */
  async cancel(account: EngineAccount, keys: readonly string[], error: string): Promise<StupeflixTask[]> {
    if (keys.length === 0) return [];
    return this.#db
      .update(table)
      .set({
        status: "error",
        error,
        progress: null,
        result: null,
        completedAt: this.#engine.clock.now(),
        isCallbackDue: sql`coalesce(${table.parameters} ->> 'url_errback', '') <> ''`,
      })
      .where(
        and(
          eq(table.accountId, account.accountId),
          inArray(table.taskKey, [...keys]),
          inArray(table.status, ["queued", "executing"]),
        ),
      )
      .returning();
  }

  /** The rows of files that one try has told of, or any; the files themselves are the caller's. */
  async forgetFiles(taskKey: string, storageFolder = ""): Promise<void> {
    await this.#db
      .delete(stupeflixFileTable)
      .where(
        and(
          eq(stupeflixFileTable.taskKey, taskKey),
          sql`starts_with(${stupeflixFileTable.storageKey}, ${storageFolder})`,
        ),
      );
  }

  /** Ended tasks that somebody is to be told of. */
  async listCallbacksDue(): Promise<StupeflixTask[]> {
    return this.#db.select().from(table).where(eq(table.isCallbackDue, true)).orderBy(asc(table.sequence));
  }

  async forgetCallback(keys: readonly string[]): Promise<void> {
    await this.#db
      .update(table)
      .set({ isCallbackDue: false })
      .where(inArray(table.taskKey, [...keys]));
  }

  #isHeldBy(claim: TaskClaim) {
    return and(eq(table.status, "executing"), eq(table.claim, toClaim(claim)));
  }
}

function inSameOrder(keys: readonly string[], rows: readonly StupeflixTask[]): (StupeflixTask | undefined)[] {
  const byKey = new Map(rows.map((row) => [row.taskKey, row]));
  return keys.map((key) => byKey.get(key));
}
