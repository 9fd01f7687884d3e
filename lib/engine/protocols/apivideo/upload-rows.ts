import { and, eq, lt, sql } from "drizzle-orm";
import {
  type ChunkedUploadRow,
  uploadChunkTable as chunks,
  type UploadChunkRow,
  chunkedUploadTable as uploads,
} from "../../db/schema/apivideo-upload.ts";
import type { Engine } from "../../engine.ts";
import { RecentlyUsed } from "../../recently-used.ts";

export interface KnownUpload {
  readonly row: ChunkedUploadRow;
  readonly chunks: readonly UploadChunkRow[];
}

/** Uploads at work whose rows are kept in memory. */
const mostKept = 500;

/**
 * What has come of each upload, in the database, which alone a restart finds. Of those at work it is kept in memory
 * too: every chunk asks for it, and this process alone changes it. Whoever changes an upload waits for its turn, so
 * that what is kept is what the rows say.
 */
export class UploadRows {
  readonly #engine: Pick<Engine, "db" | "clock" | "accounts">;
  readonly #kept = new RecentlyUsed<KnownUpload>(mostKept);
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(engine: Pick<Engine, "db" | "clock" | "accounts">) {
    this.#engine = engine;
  }

  async find(videoId: string): Promise<KnownUpload | undefined> {
    return this.#kept.get(videoId) ?? this.#inTurn(videoId, () => this.#read(videoId));
  }

  /** The upload, begun now if nobody has; the first of several at once begins it for all. */
  begin(
    videoId: string,
    input: Pick<ChunkedUploadRow, "notation" | "total" | "fileName" | "uploadToken">,
  ): Promise<KnownUpload> {
    return this.#inTurn(videoId, async () => {
      const known = await this.#read(videoId);
      if (known) return known;
      const now = this.#engine.clock.now();
      const { accountId } = this.#engine.accounts.apivideo;
      const row: ChunkedUploadRow = {
        ...input,
        videoId,
        accountId,
        partSize: null,
        state: "open",
        createdAt: now,
        touchedAt: now,
      };
      await this.#db.insert(uploads).values(row);
      return this.#keep({ row, chunks: [] });
    });
  }

  /** The size of all parts but the last: the first of them to come says it. */
  settlePartSize(videoId: string, length: number): Promise<number | null> {
    return this.#inTurn(videoId, async () => {
      const known = await this.#read(videoId);
      if (!known || known.row.partSize !== null) return known?.row.partSize ?? null;
      await this.#db.update(uploads).set({ partSize: length }).where(eq(uploads.videoId, videoId));
      this.#keep({ ...known, row: { ...known.row, partSize: length } });
      return length;
    });
  }

  /**
   * Notes a chunk. `toChange` is given what is there by then and says what becomes of the upload; what it throws
   * leaves everything as it was.
   */
  add(
    chunk: UploadChunkRow,
    toChange: (before: KnownUpload) => Pick<ChunkedUploadRow, "state" | "total">,
  ): Promise<ChunkedUploadRow["state"]> {
    const { videoId, position, file, fileOffset, length } = chunk;
    return this.#inTurn(videoId, async () => {
      const before = await this.#read(videoId);
      if (!before) throw new Error(`The upload of ${videoId} is gone.`);
      const { state, total } = toChange(before);
      const touchedAt = this.#engine.clock.now();
      try {
        // One statement, so that the chunk and what it makes of the upload are there together.
        const { rows } = (await this.#db.execute(sql`
          WITH touched AS (
            UPDATE apivideo_upload
            SET state = ${state}, total = ${total}::bigint, touched_at = ${touchedAt.toISOString()}::timestamptz
            WHERE video_id = ${videoId} RETURNING video_id)
          INSERT INTO apivideo_upload_chunk (video_id, position, file, file_offset, length)
          SELECT video_id, ${position}::bigint, ${file}, ${fileOffset}::bigint, ${length}::bigint FROM touched
          RETURNING video_id`)) as { rows: unknown[] };
        if (rows.length === 0) throw new Error(`The upload of ${videoId} is gone.`);
      } catch (error) {
        this.#kept.delete(videoId);
        throw error;
      }
      this.#keep({ row: { ...before.row, state, total, touchedAt }, chunks: [...before.chunks, chunk] });
      return state;
    });
  }

  remove(videoId: string): Promise<void> {
    return this.#inTurn(videoId, async () => {
      this.#kept.delete(videoId);
      await this.#db.delete(uploads).where(eq(uploads.videoId, videoId));
    });
  }

  /** Open uploads by this token of a file of this name. */
  listOpenBy(token: string, fileName: string): Promise<string[]> {
    return this.#list(
      and(eq(uploads.uploadToken, token), eq(uploads.fileName, fileName), eq(uploads.state, "open")),
    );
  }

  listComplete(): Promise<string[]> {
    return this.#list(eq(uploads.state, "complete"));
  }

  listUntouchedSince(before: Date): Promise<string[]> {
    return this.#list(and(eq(uploads.state, "open"), lt(uploads.touchedAt, before)));
  }

  async #list(condition: ReturnType<typeof and>): Promise<string[]> {
    const rows = await this.#db.select({ videoId: uploads.videoId }).from(uploads).where(condition);
    return rows.map(({ videoId }) => videoId);
  }

  /** Only in the upload's turn: nothing changes it between the two statements. */
  async #read(videoId: string): Promise<KnownUpload | undefined> {
    const kept = this.#kept.get(videoId);
    if (kept) return kept;
    const [row] = await this.#db.select().from(uploads).where(eq(uploads.videoId, videoId));
    if (!row) return undefined;
    const known = await this.#db.select().from(chunks).where(eq(chunks.videoId, videoId));
    return this.#keep({ row, chunks: known });
  }

  #keep(known: KnownUpload): KnownUpload {
    this.#kept.set(known.row.videoId, known);
    return known;
  }

  /** One at a time of each upload. */
  #inTurn<Answer>(videoId: string, work: () => Promise<Answer>): Promise<Answer> {
    const turn = (this.#turns.get(videoId) ?? Promise.resolve()).then(work);
    const ended = turn.then(
      () => {},
      () => {},
    );
    this.#turns.set(videoId, ended);
    ended.then(() => {
      if (this.#turns.get(videoId) === ended) this.#turns.delete(videoId);
    });
    return turn;
  }

  get #db() {
    return this.#engine.db.db;
  }
}
