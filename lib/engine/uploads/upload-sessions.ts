import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { and, eq, lt } from "drizzle-orm";
import type { Log } from "#lib/log.ts";
import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";
import { uploadSessionTable } from "../db/schema/upload-session.ts";
import type { Clock } from "../engine.ts";
import { IncomingFiles } from "./incoming-files.ts";
import type { UploadLayout } from "./layout.ts";
import type { BufferBudget, RateFloor } from "./receive-bytes.ts";
import { dataFileName, Upload } from "./upload.ts";
import type { UploadLimits } from "./upload-limits.ts";

export type UploadSession = typeof uploadSessionTable.$inferSelect;

/** The disk has no room for the upload; `missingBytes` is how much more it would need. */
export class DiskFullError extends Error {
  override readonly name = "DiskFullError";
  readonly missingBytes: number;

  constructor(missingBytes: number, options?: ErrorOptions) {
    super(`The disk lacks ${missingBytes} bytes for this upload.`, options);
    this.missingBytes = missingBytes;
  }
}

export interface NewUploadSession {
  readonly accountId: string;
  readonly containerId: string | null;
  readonly fileName: string;
  readonly layout: UploadLayout;
  readonly assetId: string;
  readonly sourceKey: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const touchEveryMs = 60_000;
/** Sessions kept open while nobody sends, two files each: PGlite has some 160 open, and some systems allow 256. */
const maxOpenFiles = 16;

/** Resumable upload sessions: rows in the database, bytes and part map in a directory each. */
export class UploadSessions {
  readonly #db: PostgresHandle["db"];
  readonly #root: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limits: UploadLimits;
  readonly #incoming: IncomingFiles;
  readonly #open = new Map<string, Promise<Upload>>();
  /** Open sessions as they are in the database: a part need not ask it. */
  readonly #known = new Map<string, UploadSession>();
  readonly #touched = new Map<string, number>();
  /** How many use a session's file now: their number is what keeps it open. */
  readonly #users = new Map<string, number>();

  constructor(options: {
    db: PostgresHandle;
    /** `data/engine/uploads`, on the media directory's file system. */
    directory: string;
    clock: Clock;
    log: Log;
    limits: UploadLimits;
  }) {
    this.#db = options.db.db;
    this.#root = options.directory;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#limits = options.limits;
    this.#incoming = new IncomingFiles(path.join(options.directory, "incoming"), options.limits);
  }

  /** Throws `DiskFullError` when the file cannot fit. */
  async create(input: NewUploadSession): Promise<UploadSession> {
    const lacking = await this.missingRoom(input.layout.sizeBytes);
    if (lacking > 0) throw new DiskFullError(lacking);
    const sessionId = randomBytes(16).toString("hex");
    const directory = this.directoryOf(sessionId);
    await mkdir(directory, { mode: 0o700 });
    const upload = await Upload.create(directory, input.layout, this.receiving);
    const session = await this.#insert(sessionId, input, "open");
    this.#open.set(sessionId, Promise.resolve(upload));
    this.#known.set(sessionId, session);
    await this.#closeIdle();
    return session;
  }

  /** A session that begins completed: its file came in one request, and is moved here from `file`. */
  async takeOver(file: string, input: NewUploadSession): Promise<UploadSession> {
    const sessionId = randomBytes(16).toString("hex");
    await mkdir(this.directoryOf(sessionId), { recursive: true, mode: 0o700 });
    await rename(file, this.dataFileOf(sessionId));
    return this.#insert(sessionId, input, "completed");
  }

  /** Opens a new file for bytes of an upload that has no session yet; left-overs go at the next start. */
  openIncoming(): Promise<{ path: string; handle: FileHandle }> {
    return this.#incoming.openIncoming();
  }

  /** How bytes may arrive: what all receivers share. */
  get receiving(): { readonly budget: BufferBudget; readonly rateFloor: RateFloor } {
    return this.#incoming.receiving;
  }

  /** Makes the directory, and removes what came in without a session and was left behind; before the port answers. */
  async prepare(): Promise<void> {
    await this.#incoming.prepare();
  }

  /** The asset is gone: nothing of its upload is to be finished any more. */
  async discardOf(assetId: string): Promise<void> {
    const removed = await this.#db
      .delete(uploadSessionTable)
      .where(eq(uploadSessionTable.assetId, assetId))
      .returning({ sessionId: uploadSessionTable.sessionId });
    for (const { sessionId } of removed) {
      await this.#close(sessionId);
      await rm(this.directoryOf(sessionId), { recursive: true, force: true });
    }
  }

  async find(sessionId: string): Promise<UploadSession | undefined> {
    const known = this.#known.get(sessionId);
    if (known) return known;
    const rows = await this.#db
      .select()
      .from(uploadSessionTable)
      .where(eq(uploadSessionTable.sessionId, sessionId));
    return rows[0];
  }

  /**
   * The session's file for as long as `use` runs, opened once however many ask. Only of a session in state `open`.
   */
  async withUpload<Answer>(
    session: UploadSession,
    use: (upload: Upload) => Promise<Answer>,
  ): Promise<Answer> {
    const { sessionId } = session;
    this.#users.set(sessionId, (this.#users.get(sessionId) ?? 0) + 1);
    try {
      return await use(await this.#opened(session));
    } finally {
      const others = (this.#users.get(sessionId) ?? 1) - 1;
      if (others > 0) this.#users.set(sessionId, others);
      else this.#users.delete(sessionId);
    }
  }

  async #opened(session: UploadSession): Promise<Upload> {
    const { sessionId } = session;
    const known = this.#open.get(sessionId);
    if (known) {
      // Last in the map is used last.
      this.#open.delete(sessionId);
      this.#open.set(sessionId, known);
      return known;
    }
    const opening = Upload.open(this.directoryOf(sessionId), session, this.receiving);
    this.#open.set(sessionId, opening);
    this.#known.set(sessionId, session);
    opening.catch(() => this.#forget(sessionId));
    await this.#closeIdle();
    return opening;
  }

  /** Notes a sign of life, at most once a minute. */
  async touch(session: UploadSession): Promise<void> {
    const now = this.#clock.now();
    const last = this.#touched.get(session.sessionId) ?? session.touchedAt.getTime();
    if (now.getTime() - last < touchEveryMs) return;
    this.#touched.set(session.sessionId, now.getTime());
    await this.#db
      .update(uploadSessionTable)
      .set({ touchedAt: now })
      .where(eq(uploadSessionTable.sessionId, session.sessionId));
  }

  /** Bytes the disk lacks to take this many more; 0 when they fit. */
  missingRoom(sizeBytes: number): Promise<number> {
    return this.#incoming.missingRoom(sizeBytes);
  }

  /** All bytes are here and the asset exists: from now on the session only tells so. */
  async markCompleted({ sessionId }: UploadSession): Promise<void> {
    await this.#setState(sessionId, "open", "completed");
    // Nobody waits for the disk here: that would take the longer the larger the file.
    this.#close(sessionId).catch((error: unknown) =>
      this.#log.warn({ err: error }, "an upload did not close"),
    );
  }

  /** The file has been moved to where it belongs. */
  async markStored(sessionId: string): Promise<void> {
    await this.#setState(sessionId, "completed", "stored");
    await rm(this.directoryOf(sessionId), { recursive: true, force: true });
  }

  /** Ends an open session: its senders, its bytes, its row. Not an error when it is gone. */
  async abort(sessionId: string): Promise<void> {
    await this.#close(sessionId);
    await this.#db
      .delete(uploadSessionTable)
      .where(and(eq(uploadSessionTable.sessionId, sessionId), eq(uploadSessionTable.state, "open")));
    await rm(this.directoryOf(sessionId), { recursive: true, force: true });
  }

  async list(state: UploadSession["state"]): Promise<UploadSession[]> {
    return this.#db.select().from(uploadSessionTable).where(eq(uploadSessionTable.state, state));
  }

  /**
   * Removes open sessions that nobody has sent to for their lifetime, never one with a sender at work, and the
   * rows of finished ones as old. Answers how many unfinished ones went.
   */
  async sweep(): Promise<number> {
    const before = new Date(this.#clock.now().getTime() - this.#limits.lifetimeMs);
    const old = await this.#db
      .select()
      .from(uploadSessionTable)
      .where(lt(uploadSessionTable.touchedAt, before));
    let removed = 0;
    for (const session of old) {
      if (session.state === "completed") continue;
      if (session.state === "stored") {
        await this.#db.delete(uploadSessionTable).where(eq(uploadSessionTable.sessionId, session.sessionId));
        continue;
      }
      const upload = await this.#open.get(session.sessionId);
      if (upload?.isBusy) continue;
      await this.abort(session.sessionId);
      removed++;
    }
    if (removed > 0) this.#log.info({ removed }, "abandoned uploads removed");
    return removed;
  }

  /** Ends every sender and closes every file. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((sessionId) => this.#close(sessionId)));
  }

  dataFileOf(sessionId: string): string {
    return path.join(this.directoryOf(sessionId), dataFileName);
  }

  directoryOf(sessionId: string): string {
    if (!/^[0-9a-f]{32}$/.test(sessionId)) throw new TypeError("Not an upload session's id.");
    return path.join(this.#root, sessionId);
  }

  async #insert(
    sessionId: string,
    input: NewUploadSession,
    state: UploadSession["state"],
  ): Promise<UploadSession> {
    const now = this.#clock.now();
    const session: UploadSession = {
      sessionId,
      accountId: input.accountId,
      containerId: input.containerId,
      fileName: input.fileName,
      sizeBytes: input.layout.sizeBytes,
      partSize: input.layout.partSize,
      partCount: input.layout.partCount,
      assetId: input.assetId,
      sourceKey: input.sourceKey,
      details: input.details,
      state,
      createdAt: now,
      touchedAt: now,
    };
    await this.#db.insert(uploadSessionTable).values(session);
    return session;
  }

  /** Only forward: the last two parts of a file may both find it whole. */
  async #setState(
    sessionId: string,
    from: UploadSession["state"],
    state: UploadSession["state"],
  ): Promise<void> {
    await this.#db
      .update(uploadSessionTable)
      .set({ state, touchedAt: this.#clock.now() })
      .where(and(eq(uploadSessionTable.sessionId, sessionId), eq(uploadSessionTable.state, from)));
  }

  /** Sessions may wait for days: only so many keep their two files open, those used last and those in use. */
  async #closeIdle(): Promise<void> {
    for (const [sessionId, opening] of this.#open) {
      if (this.#open.size <= maxOpenFiles) return;
      const upload = await opening.catch(() => undefined);
      if (upload && !this.#users.has(sessionId)) await this.#close(sessionId);
    }
  }

  #forget(sessionId: string): void {
    this.#open.delete(sessionId);
    this.#known.delete(sessionId);
    this.#touched.delete(sessionId);
  }

  async #close(sessionId: string): Promise<void> {
    const opening = this.#open.get(sessionId);
    this.#forget(sessionId);
    const upload = await opening?.catch(() => undefined);
    await upload?.close();
  }
}
