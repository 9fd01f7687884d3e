import { randomBytes } from "node:crypto";
import { and, asc, eq, inArray } from "drizzle-orm";
import { type StupeflixTask, stupeflixTaskTable as table } from "../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";

export interface NewTask {
  readonly taskName: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly taskStore: Readonly<Record<string, unknown>>;
}

export type TaskOutcome =
  | { readonly status: "success"; readonly result: unknown }
  | { readonly status: "error"; readonly error: unknown };

/** The tasks' rows. A task that has ended stays as it ended. */
export class TaskStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** In the order given. */
  async insert(account: EngineAccount, tasks: readonly NewTask[]): Promise<StupeflixTask[]> {
    if (tasks.length === 0) return [];
    const queuedAt = this.#engine.clock.now();
    const rows = tasks.map((task) => ({
      ...task,
      taskKey: newTaskKey(),
      accountId: account.accountId,
      status: "queued" as const,
      queuedAt,
    }));
    const inserted = await this.#engine.db.db.insert(table).values(rows).returning();
    return inSameOrder(
      rows.map((row) => row.taskKey),
      inserted,
    ).flatMap((task) => task ?? []);
  }

  /** In the order of the keys; undefined where there is no such task. */
  async find(keys: readonly string[]): Promise<(StupeflixTask | undefined)[]> {
    if (keys.length === 0) return [];
    const rows = await this.#engine.db.db
      .select()
      .from(table)
      .where(inArray(table.taskKey, [...new Set(keys)]));
    return inSameOrder(keys, rows);
  }

  /** The keys of what nobody has begun, oldest first. */
  async listQueued(): Promise<string[]> {
    const rows = await this.#engine.db.db
      .select({ taskKey: table.taskKey })
      .from(table)
      .where(eq(table.status, "queued"))
      .orderBy(asc(table.sequence));
    return rows.map((row) => row.taskKey);
  }

  /**
   * Undefined when it has ended, or another job has it. A repeat of a job whose process died begins anew what
   * that one had begun; a job sent twice does not.
   */
  async begin(taskKey: string, { isRepeat }: { isRepeat: boolean }): Promise<StupeflixTask | undefined> {
    return this.#change(taskKey, isRepeat ? ["queued", "executing"] : ["queued"], {
      status: "executing",
      progress: 0,
      startedAt: this.#engine.clock.now(),
    });
  }

  /** Undefined when it has ended already: the first end counts. */
  async finish(taskKey: string, outcome: TaskOutcome): Promise<StupeflixTask | undefined> {
    return this.#change(taskKey, ["executing"], {
      ...outcome,
      progress: null,
      completedAt: this.#engine.clock.now(),
    });
  }

  async #change(
    taskKey: string,
    from: StupeflixTask["status"][],
    changes: Partial<StupeflixTask>,
  ): Promise<StupeflixTask | undefined> {
    const [row] = await this.#engine.db.db
      .update(table)
      .set(changes)
      .where(and(eq(table.taskKey, taskKey), inArray(table.status, from)))
      .returning();
    return row;
  }
}

function inSameOrder(keys: readonly string[], rows: readonly StupeflixTask[]): (StupeflixTask | undefined)[] {
  const byKey = new Map(rows.map((row) => [row.taskKey, row]));
  return keys.map((key) => byKey.get(key));
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** 26 characters, 130 random bits: whoever has a key may ask for its task. */
function newTaskKey(): string {
  return Array.from(randomBytes(26), (byte) => alphabet[byte % alphabet.length]).join("");
}
