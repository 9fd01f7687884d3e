import { randomBytes } from "node:crypto";
import { and, desc, eq, lt } from "drizzle-orm";
import type { Stream } from "../../db/schema/ziggeo-stream.ts";
import { type UploadSlot, uploadTable } from "../../db/schema/ziggeo-upload.ts";
import type { Engine } from "../../engine.ts";
import { doomFiles, removeDoomedFiles } from "../../library/doomed-files.ts";
import type { ReceivedFile } from "../../uploads/receive-form.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { Rows } from "./video-store.ts";

/** How long what was sent may wait for its confirmation, and what was announced for being sent. */
const lifetimeMs = 24 * 3600_000;

/** Places that files are sent to (`url_data`, shared/protocols/ziggeo.md §7). */
export class UploadSlots {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async open(
    stream: Pick<Stream, "token" | "accountId">,
    kind: UploadSlot["kind"],
    videoType: string | null,
  ): Promise<UploadSlot> {
    const { db, storage, clock } = this.#engine;
    const [slot] = await db.db
      .insert(uploadTable)
      .values({
        uploadId: randomBytes(16).toString("hex"),
        accountId: stream.accountId,
        streamToken: stream.token,
        kind,
        sourceKey: storage.newKey(kind === "video" ? `source.${videoType ?? "bin"}` : "image"),
        videoType,
        state: "open",
        createdAt: clock.now(),
      })
      .returning();
    if (!slot) throw new Error("The upload was not inserted.");
    return slot;
  }

  /** Throws 403 for an upload that never was, was confirmed, or waited too long. */
  async get(uploadId: string): Promise<UploadSlot> {
    const [slot] = /^[0-9a-f]{32}$/.test(uploadId)
      ? await this.#engine.db.db.select().from(uploadTable).where(eq(uploadTable.uploadId, uploadId))
      : [];
    if (!slot) throw new ZiggeoProblem(403, "This upload is not known, or over.");
    return slot;
  }

  /** Takes the file over. One sent again replaces the first: its sender may not have heard that it arrived. */
  async store(slot: UploadSlot, file: ReceivedFile): Promise<void> {
    const { db, storage } = this.#engine;
    await storage.adopt(file.path, slot.sourceKey);
    const [row] = await db.db
      .update(uploadTable)
      .set({ state: "received", sizeBytes: file.sizeBytes })
      .where(eq(uploadTable.uploadId, slot.uploadId))
      .returning();
    // Confirmed or deleted while it was sent: what was confirmed stays, and this is it.
    if (!row) throw new ZiggeoProblem(403, "This upload is over.");
  }

  /** In the transaction that makes use of it: the slot is gone, its file is the caller's. */
  async takeReceived(
    tx: Rows,
    streamToken: string,
    kind: UploadSlot["kind"],
  ): Promise<UploadSlot | undefined> {
    const [slot] = await tx
      .select()
      .from(uploadTable)
      .where(
        and(
          eq(uploadTable.streamToken, streamToken),
          eq(uploadTable.kind, kind),
          eq(uploadTable.state, "received"),
        ),
      )
      .orderBy(desc(uploadTable.createdAt))
      .limit(1);
    if (slot) await tx.delete(uploadTable).where(eq(uploadTable.uploadId, slot.uploadId));
    return slot;
  }

  /** Files of a stream's slots that were never confirmed; for whoever removes the stream. */
  async keysOf(tx: Rows, streamTokens: readonly string[]): Promise<string[]> {
    const keys: string[] = [];
    for (const streamToken of streamTokens) {
      const slots = await tx.select().from(uploadTable).where(eq(uploadTable.streamToken, streamToken));
      keys.push(...slots.map((slot) => slot.sourceKey));
    }
    return keys;
  }

  /** Removes what nobody sent or confirmed in a day. */
  async sweep(): Promise<void> {
    const { db, storage, clock } = this.#engine;
    const before = new Date(clock.now().getTime() - lifetimeMs);
    const keys = await db.db.transaction(async (tx) => {
      const old = await tx.delete(uploadTable).where(lt(uploadTable.createdAt, before)).returning();
      const removed = old.map((slot) => slot.sourceKey);
      await doomFiles(tx, removed);
      return removed;
    });
    if (keys.length > 0) await removeDoomedFiles(db.db, storage, keys);
  }
}
