import { and, eq, sql } from "drizzle-orm";
import { assetTable, toEngineAsset } from "../../db/schema/asset.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset, EngineRendition } from "../../library/types.ts";
import { notFound } from "./problems.ts";
import { type ApivideoDetails, isDiscarded } from "./video-details.ts";

const dayMs = 24 * 3600 * 1000;
/** More than any ladder has. */
const mostRenditions = 100;

/** Videos as assets of the account. */
export class VideoStore {
  readonly #engine: Engine;
  readonly #restoreDays: number;
  readonly #onPurged: (videoId: string) => Promise<void>;

  /** @param options.onPurged called once a video is gone for good */
  constructor(
    engine: Engine,
    options: { restoreDays: number; onPurged: (videoId: string) => Promise<void> },
  ) {
    this.#engine = engine;
    this.#restoreDays = options.restoreDays;
    this.#onPurged = options.onPurged;
  }

  /** Discarded or not; undefined when it is not there at all. */
  async find(videoId: string): Promise<EngineAsset | undefined> {
    return this.#engine.library.findAsset(this.#account, videoId);
  }

  /** Throws 404 for one that is discarded too. */
  async get(videoId: string): Promise<EngineAsset> {
    const asset = await this.find(videoId);
    if (!asset || isDiscarded(asset)) throw notFound("videoId");
    return asset;
  }

  async getDiscarded(videoId: string): Promise<EngineAsset> {
    const asset = await this.find(videoId);
    if (!asset || !isDiscarded(asset)) throw notFound("videoId");
    return asset;
  }

  async renditionsOf(videoId: string): Promise<EngineRendition[]> {
    const page = await this.#engine.library.listRenditions(this.#account, {
      assetId: videoId,
      offset: 0,
      limit: mostRenditions,
    });
    return page.items;
  }

  /** Changes what is named and leaves the rest, also when several do so at once. Undefined when it is gone. */
  async merge(
    videoId: string,
    details: Partial<ApivideoDetails>,
    columns: Partial<
      Pick<typeof assetTable.$inferInsert, "title" | "originalFilename" | "extname" | "status">
    > = {},
  ): Promise<EngineAsset | undefined> {
    const [row] = await this.#engine.db.db
      .update(assetTable)
      .set({
        ...columns,
        details: sql`${assetTable.details} || ${JSON.stringify(details)}::jsonb`,
        updatedAt: this.#engine.clock.now(),
      })
      .where(and(eq(assetTable.assetId, videoId), eq(assetTable.accountId, this.#account.accountId)))
      .returning();
    if (!row) return undefined;
    this.#engine.events.publish({ accountId: this.#account.accountId, assetIds: [videoId] });
    return toEngineAsset(row);
  }

  /** Throws 404. */
  async change(...change: Parameters<VideoStore["merge"]>): Promise<EngineAsset> {
    const asset = await this.merge(...change);
    if (!asset) throw notFound("videoId");
    return asset;
  }

  /** Discards where the account restores, else removes for good. */
  async remove(videoId: string): Promise<void> {
    const { assetId } = await this.get(videoId);
    if (this.#restoreDays === 0) return this.purge(assetId);
    const now = this.#engine.clock.now();
    await this.merge(assetId, {
      discardedAt: now.toISOString(),
      deletesAt: new Date(now.getTime() + this.#restoreDays * dayMs).toISOString(),
    });
  }

  restore(videoId: string): Promise<EngineAsset> {
    return this.change(videoId, { discardedAt: null, deletesAt: null });
  }

  async purge(videoId: string): Promise<void> {
    await this.#engine.library.removeAsset(this.#account, videoId);
    await this.#onPurged(videoId);
  }

  /** Those whose time to be restored has run out. */
  async purgeDue(): Promise<void> {
    const rows = await this.#engine.db.db
      .select({ assetId: assetTable.assetId })
      .from(assetTable)
      .where(
        sql`${assetTable.accountId} = 'apivideo' AND ${assetTable.details} ->> 'deletesAt' <= ${this.#engine.clock.now().toISOString()}`,
      );
    for (const { assetId } of rows) await this.purge(assetId);
  }

  get #account() {
    return this.#engine.accounts.apivideo;
  }
}
