import { and, asc, count, eq } from "drizzle-orm";
import { type TextTrackRow, textTrackTable as table } from "../../db/schema/apivideo-text-track.ts";
import type { Engine } from "../../engine.ts";
import { newNamedId } from "./ids.ts";
import { type Paging, sliceOf } from "./paging.ts";

export type TrackKind = TextTrackRow["kind"];

/** Captions and chapters as rows: one of each for a video and a language. */
export class TextTrackStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Takes the place of what the language had. */
  async put(videoId: string, kind: TrackKind, language: string, vtt: string): Promise<TextTrackRow> {
    const [row] = await this.#db
      .insert(table)
      .values({
        trackId: newNamedId("caption"),
        videoId,
        kind,
        language,
        vtt,
        createdAt: this.#engine.clock.now(),
      })
      .onConflictDoUpdate({ target: [table.videoId, table.kind, table.language], set: { vtt } })
      .returning();
    if (!row) throw new Error("The track was not stored.");
    return row;
  }

  async find(videoId: string, kind: TrackKind, language: string): Promise<TextTrackRow | undefined> {
    const [row] = await this.#db
      .select()
      .from(table)
      .where(own(videoId, kind, language));
    return row;
  }

  async page(
    videoId: string,
    kind: TrackKind,
    paging: Paging,
  ): Promise<{ items: TextTrackRow[]; total: number }> {
    const { offset, limit } = sliceOf(paging);
    const items = await this.#db
      .select()
      .from(table)
      .where(own(videoId, kind))
      .orderBy(asc(table.language))
      .limit(limit)
      .offset(offset);
    const [counted] = await this.#db.select({ total: count() }).from(table).where(own(videoId, kind));
    return { items, total: counted?.total ?? 0 };
  }

  /** At most one language of a video is its default. Undefined when it is not there. */
  async setDefault(videoId: string, language: string, isDefault: boolean): Promise<TextTrackRow | undefined> {
    return this.#db.transaction(async (tx) => {
      if (isDefault) await tx.update(table).set({ isDefault: false }).where(own(videoId, "captions"));
      const [row] = await tx
        .update(table)
        .set({ isDefault })
        .where(own(videoId, "captions", language))
        .returning();
      return row;
    });
  }

  /** False when it is not there. */
  async remove(videoId: string, kind: TrackKind, language: string): Promise<boolean> {
    const rows = await this.#db
      .delete(table)
      .where(own(videoId, kind, language))
      .returning({ trackId: table.trackId });
    return rows.length > 0;
  }

  get #db() {
    return this.#engine.db.db;
  }
}

function own(videoId: string, kind: TrackKind, language?: string) {
  return and(
    eq(table.videoId, videoId),
    eq(table.kind, kind),
    language === undefined ? undefined : eq(table.language, language),
  );
}
