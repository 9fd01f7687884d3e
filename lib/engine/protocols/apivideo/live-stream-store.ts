import { randomUUID } from "node:crypto";
import { and, asc, count, desc, eq, ilike } from "drizzle-orm";
import { type LiveStreamRow, liveStreamTable as table } from "../../db/schema/apivideo-live-stream.ts";
import type { Engine } from "../../engine.ts";
import { newId } from "./ids.ts";
import { containing, type Paging, sliceOf } from "./paging.ts";

export interface LiveStreamFilter {
  readonly streamKey: string | undefined;
  readonly name: string | undefined;
  readonly sortBy: "name" | "createdAt" | "updatedAt";
  readonly sortOrder: "asc" | "desc";
}

/** Live streams as rows. */
export class LiveStreamStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async create(
    input: Pick<LiveStreamRow, "name" | "public" | "playerId" | "restreams">,
  ): Promise<LiveStreamRow> {
    const now = this.#engine.clock.now();
    const [row] = await this.#db
      .insert(table)
      .values({
        ...input,
        liveStreamId: newId("li"),
        accountId: this.#accountId,
        streamKey: randomUUID(),
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error("The live stream was not inserted.");
    return row;
  }

  async page(filter: LiveStreamFilter, paging: Paging): Promise<{ items: LiveStreamRow[]; total: number }> {
    const { streamKey, name, sortBy, sortOrder } = filter;
    const direction = sortOrder === "asc" ? asc : desc;
    const { offset, limit } = sliceOf(paging);
    const where = and(
      eq(table.accountId, this.#accountId),
      streamKey === undefined ? undefined : eq(table.streamKey, streamKey),
      name === undefined ? undefined : ilike(table.name, containing(name)),
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

  async find(liveStreamId: string): Promise<LiveStreamRow | undefined> {
    const [row] = await this.#db.select().from(table).where(this.#own(liveStreamId));
    return row;
  }

  async findByKey(streamKey: string): Promise<LiveStreamRow | undefined> {
    const [row] = await this.#db.select().from(table).where(eq(table.streamKey, streamKey));
    return row;
  }

  async listBroadcasting(): Promise<LiveStreamRow[]> {
    return this.#db
      .select()
      .from(table)
      .where(and(eq(table.accountId, this.#accountId), eq(table.broadcasting, true)));
  }

  /** Undefined when it is gone. */
  async change(liveStreamId: string, changes: Partial<LiveStreamRow>): Promise<LiveStreamRow | undefined> {
    const [row] = await this.#db
      .update(table)
      .set({ ...changes, updatedAt: this.#engine.clock.now() })
      .where(this.#own(liveStreamId))
      .returning();
    return row;
  }

  async remove(liveStreamId: string): Promise<LiveStreamRow | undefined> {
    const [row] = await this.#db.delete(table).where(this.#own(liveStreamId)).returning();
    return row;
  }

  #own(liveStreamId: string) {
    return and(eq(table.accountId, this.#accountId), eq(table.liveStreamId, liveStreamId));
  }

  get #accountId() {
    return this.#engine.accounts.apivideo.accountId;
  }

  get #db() {
    return this.#engine.db.db;
  }
}
