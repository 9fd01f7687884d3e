import { and, asc, eq, gte, inArray, lt, lte, or, sql } from "drizzle-orm";
import { type StupeflixFile, stupeflixFileTable as table } from "../../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../../engine.ts";
import { doomFiles, removeDoomedFiles } from "../../../library/doomed-files.ts";
import type { EngineAccount } from "../../../library/types.ts";

/** Which persistent files a call means. */
export interface FileSelection {
  /** Empty for all; else a file, or a directory and all below it. */
  readonly path?: string;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly olderThan?: Date | undefined;
}

const mostAtOnce = 500;

/** What the engine keeps of the tasks' files: rows first, then bytes. */
export class FileStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async find(taskKey: string, name: string): Promise<StupeflixFile | undefined> {
    const [row] = await this.#engine.db.db
      .select()
      .from(table)
      .where(and(eq(table.taskKey, taskKey), eq(table.name, name)));
    return row;
  }

  /** False when there is one of that name already. */
  async add(file: StupeflixFile): Promise<boolean> {
    const rows = await this.#engine.db.db
      .insert(table)
      .values(file)
      .onConflictDoNothing()
      .returning({ name: table.name });
    return rows.length > 0;
  }

  /** By task and name. */
  async select({ accountId }: EngineAccount, selection: FileSelection): Promise<StupeflixFile[]> {
    return this.#list(
      and(
        eq(table.accountId, accountId),
        eq(table.isVolatile, false),
        isBelow(selection.path ?? ""),
        selection.from && gte(table.createdAt, selection.from),
        selection.to && lte(table.createdAt, selection.to),
        selection.olderThan && lt(table.createdAt, selection.olderThan),
      ),
    );
  }

  /** The persistent ones among those named, each once. */
  async selectNamed(
    { accountId }: EngineAccount,
    names: readonly { taskKey: string; name: string }[],
  ): Promise<StupeflixFile[]> {
    const found: StupeflixFile[] = [];
    for (let start = 0; start < names.length; start += mostAtOnce) {
      const part = names.slice(start, start + mostAtOnce);
      const isNamed = or(...part.map((one) => and(eq(table.taskKey, one.taskKey), eq(table.name, one.name))));
      found.push(
        ...(await this.#list(and(eq(table.accountId, accountId), eq(table.isVolatile, false), isNamed))),
      );
    }
    return [...new Map(found.map((file) => [`${file.taskKey}/${file.name}`, file])).values()];
  }

  /** Bytes of the account's persistent files. */
  async usage({ accountId }: EngineAccount): Promise<number> {
    const [row] = await this.#engine.db.db
      .select({ bytes: sql<string>`coalesce(sum(${table.sizeBytes}), 0)` })
      .from(table)
      .where(and(eq(table.accountId, accountId), eq(table.isVolatile, false)));
    return Number(row?.bytes ?? 0);
  }

  /** Of any account; what a week or a lifetime has ended. */
  async selectOlder(
    before: Date,
    which: { isVolatile: true } | { accountId: string },
  ): Promise<StupeflixFile[]> {
    const isMeant =
      "accountId" in which
        ? and(eq(table.accountId, which.accountId), eq(table.isVolatile, false))
        : eq(table.isVolatile, true);
    return this.#list(and(lt(table.createdAt, before), isMeant));
  }

  /** Those that were still there; a file that two calls delete is deleted by one. */
  async remove(files: readonly StupeflixFile[]): Promise<StupeflixFile[]> {
    const { db } = this.#engine.db;
    const removed: StupeflixFile[] = [];
    for (let start = 0; start < files.length; start += mostAtOnce) {
      const keys = files.slice(start, start + mostAtOnce).map((file) => file.storageKey);
      const rows = await db.transaction(async (tx) => {
        const gone = await tx.delete(table).where(inArray(table.storageKey, keys)).returning();
        await doomFiles(
          tx,
          gone.map((file) => file.storageKey),
        );
        return gone;
      });
      await removeDoomedFiles(
        db,
        this.#engine.storage,
        rows.map((file) => file.storageKey),
      );
      removed.push(...rows);
    }
    return removed;
  }

  #list(where: ReturnType<typeof and>): Promise<StupeflixFile[]> {
    return this.#engine.db.db.select().from(table).where(where).orderBy(asc(table.taskKey), asc(table.name));
  }
}

function isBelow(path: string) {
  if (path === "") return undefined;
  const whole = sql`${table.taskKey} || '/' || ${table.name}`;
  return or(sql`${whole} = ${path}`, sql`starts_with(${whole}, ${path.endsWith("/") ? path : `${path}/`})`);
}
