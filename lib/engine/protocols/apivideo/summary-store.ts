import { and, asc, count, desc, eq } from "drizzle-orm";
import { type SummaryRow, summaryTable as table } from "../../db/schema/apivideo-summary.ts";
import type { Engine } from "../../engine.ts";
import { newNamedId } from "./ids.ts";
import { type Paging, sliceOf } from "./paging.ts";

export interface SummaryFilter {
  readonly videoId: string | undefined;
  readonly origin: SummaryRow["origin"] | undefined;
  readonly sourceStatus: SummaryRow["sourceStatus"] | undefined;
  readonly sortBy: "createdAt" | "updatedAt" | "videoId";
  readonly sortOrder: "asc" | "desc";
}

/** Summaries as rows, one for a video. */
export class SummaryStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Undefined when the video has one. */
  async create(
    input: Pick<SummaryRow, "videoId" | "origin" | "sourceStatus" | "attributes">,
  ): Promise<SummaryRow | undefined> {
    const now = this.#engine.clock.now();
    const [row] = await this.#db
      .insert(table)
      .values({
        ...input,
        summaryId: newNamedId("summary"),
        accountId: this.#accountId,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning();
    return row;
  }

  async find(summaryId: string): Promise<SummaryRow | undefined> {
    const [row] = await this.#db.select().from(table).where(this.#own(summaryId));
    return row;
  }

  async findOf(videoId: string): Promise<SummaryRow | undefined> {
    const [row] = await this.#db.select().from(table).where(eq(table.videoId, videoId));
    return row;
  }

  async page(filter: SummaryFilter, paging: Paging): Promise<{ items: SummaryRow[]; total: number }> {
    const { videoId, origin, sourceStatus, sortBy, sortOrder } = filter;
    const direction = sortOrder === "asc" ? asc : desc;
    const { offset, limit } = sliceOf(paging);
    const where = and(
      eq(table.accountId, this.#accountId),
      videoId === undefined ? undefined : eq(table.videoId, videoId),
      origin && eq(table.origin, origin),
      sourceStatus && eq(table.sourceStatus, sourceStatus),
    );
    const items = await this.#db
      .select()
      .from(table)
      .where(where)
      .orderBy(direction(table[sortBy]), direction(table.sequence))
      .limit(limit)
      .offset(offset);
    const [counted] = await this.#db.select({ total: count() }).from(table).where(where);
    return { items, total: counted?.total ?? 0 };
  }

  /** Undefined when it is gone. */
  async change(
    summaryId: string,
    changes: Partial<Pick<SummaryRow, "sourceStatus" | "abstract" | "takeaways">>,
  ): Promise<SummaryRow | undefined> {
    const [row] = await this.#db
      .update(table)
      .set({ ...changes, updatedAt: this.#engine.clock.now() })
      .where(this.#own(summaryId))
      .returning();
    return row;
  }

  async remove(summaryId: string): Promise<boolean> {
    const rows = await this.#db
      .delete(table)
      .where(this.#own(summaryId))
      .returning({ summaryId: table.summaryId });
    return rows.length > 0;
  }

  #own(summaryId: string) {
    return and(eq(table.accountId, this.#accountId), eq(table.summaryId, summaryId));
  }

  get #accountId() {
    return this.#engine.accounts.apivideo.accountId;
  }

  get #db() {
    return this.#engine.db.db;
  }
}
