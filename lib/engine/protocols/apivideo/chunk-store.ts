import { createReadStream, createWriteStream } from "node:fs";
import { constants, type FileHandle, mkdir, open, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Engine } from "../../engine.ts";
import { BufferBudget, type RateFloor } from "../../uploads/receive-bytes.ts";
import { defaultUploadLimits } from "../../uploads/upload-limits.ts";
import { type ContentRange, checkAgainst, isWhole } from "./content-range.ts";
import { randomText } from "./ids.ts";
import { type KnownUpload, UploadRows } from "./upload-rows.ts";

/** An upload that was not finished within this is thrown away: the service's own limit. */
const lifetimeMs = 24 * 3600 * 1000;
const dataName = "data";

/** Where a chunk's bytes go. */
export interface ChunkPlace {
  readonly file: string;
  readonly fileOffset: number;
}

/** A file of its own, and how long it is. */
interface Incoming {
  readonly incoming: string | undefined;
  readonly length: number;
}

/**
 * Sources on their way in, in chunks of the senders' choosing: rows in the database, bytes in a directory each.
 * Chunks of one size, which is what every client sends, are written where they belong in the final file, so that
 * completing is a rename; the others lie beside it until the end.
 */
export class ChunkStore {
  readonly #engine: Engine;
  readonly #root: string;
  readonly #rows: UploadRows;
  readonly receiving: { readonly budget: BufferBudget; readonly rateFloor: RateFloor };
  readonly #senders = new Map<string, { abort: AbortController; done: Promise<void> }>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#root = path.join(engine.config.dataDir, "apivideo-uploads");
    this.#rows = new UploadRows(engine);
    const limits = engine.config.uploads ?? defaultUploadLimits;
    this.receiving = { budget: new BufferBudget(limits.bufferBytes), rateFloor: limits.rateFloor };
  }

  /** Before the port answers: what came in for nobody and was left behind goes. */
  async prepare(): Promise<void> {
    await rm(path.join(this.#root, "incoming"), { recursive: true, force: true });
    await mkdir(path.join(this.#root, "incoming"), { recursive: true, mode: 0o700 });
  }

  find(videoId: string): Promise<KnownUpload | undefined> {
    return this.#rows.find(videoId);
  }

  /** The upload, begun now if nobody has; the first of several at once begins it for all. */
  async ensure(videoId: string, input: Parameters<UploadRows["begin"]>[1]): Promise<KnownUpload> {
    await mkdir(this.#directory(videoId), { recursive: true, mode: 0o700 });
    return this.#rows.begin(videoId, input);
  }

  /** An open upload by this token of a file of this name, which lacks the chunk. */
  async findStitch(token: string, fileName: string, range: ContentRange): Promise<string | undefined> {
    for (const videoId of await this.#rows.listOpenBy(token, fileName)) {
      const known = await this.find(videoId);
      if (known && fits(range, known)) return videoId;
    }
    return undefined;
  }

  /**
   * Where a chunk goes. Its length is what its sender's request says it will have; undefined when it says nothing.
   * @param known the size of all parts but the last, once a part has said it
   * A new sender of the same chunk ends the one before it, which may be a line whose other side is long gone.
   */
  async place(
    videoId: string,
    range: Exclude<ContentRange, { notation: "whole" }>,
    length: number | undefined,
    known: number | null,
  ): Promise<ChunkPlace> {
    if (range.notation === "bytes") return { file: dataName, fileOffset: range.from };
    if (range.total === 1) return { file: dataName, fileOffset: 0 };
    const isLast = range.total === range.part;
    const partSize =
      known ??
      (isLast
        ? ((await this.find(videoId))?.row.partSize ?? null)
        : length === undefined
          ? null
          : await this.#rows.settlePartSize(videoId, length));
    const isInPlace = partSize !== null && (isLast || length === partSize);
    return isInPlace
      ? { file: dataName, fileOffset: (range.part - 1) * partSize }
      : { file: `part-${range.part}`, fileOffset: 0 };
  }

  /** Runs `receive` as the one sender of the chunk. */
  async asSender<T>(
    videoId: string,
    position: number,
    receive: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const name = `${videoId}:${position}`;
    const previous = this.#senders.get(name);
    const abort = new AbortController();
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const sender = { abort, done };
    this.#senders.set(name, sender);
    previous?.abort.abort();
    await previous?.done;
    try {
      return await receive(abort.signal);
    } finally {
      if (this.#senders.get(name) === sender) this.#senders.delete(name);
      resolve();
    }
  }

  /** Opens a chunk's file for writing; it is made when it is not there. */
  open(videoId: string, file: string): Promise<FileHandle> {
    return open(this.#file(videoId, file), constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  /** A file for bytes of which it is not known yet what they belong to. */
  async openIncoming(): Promise<{ path: string; handle: FileHandle }> {
    const file = path.join(this.#root, "incoming", randomText(22));
    return { path: file, handle: await open(file, "wx", 0o600) };
  }

  /** Moves such a file into the upload that it turned out to belong to. */
  async adoptIncoming(videoId: string, { incoming = "" }: Incoming): Promise<ChunkPlace> {
    const file = `part-${randomText(8)}`;
    await rename(incoming, this.#file(videoId, file));
    return { file, fileOffset: 0 };
  }

  /** The same for what comes first of a new upload: what follows is written behind it. */
  async adoptFirst(
    videoId: string,
    { incoming = "", length }: Incoming,
    range: ContentRange,
  ): Promise<ChunkPlace> {
    const isPart = range.notation === "parts" && range.total !== 1;
    if (isPart) await this.#rows.settlePartSize(videoId, length);
    await rename(incoming, this.#file(videoId, dataName));
    return { file: dataName, fileOffset: 0 };
  }

  /**
   * Notes a chunk that is here whole. Answers whether that was the last one: true for exactly one of several that
   * end at once. Throws the document's problems when another was faster and the two do not go together.
   */
  commit(
    videoId: string,
    range: ContentRange,
    place: ChunkPlace,
    length: number,
  ): Promise<"open" | "complete"> {
    const position = range.notation === "parts" ? range.part : range.notation === "bytes" ? range.from : 1;
    const chunk = { videoId, position, ...place, length };
    return this.#rows.add(chunk, ({ row, chunks: before }) => {
      if (range.notation !== "whole") checkAgainst(range, { ...row, chunks: before });
      const total = row.total ?? (range.notation === "whole" ? null : range.total);
      const isDone = isWhole({ notation: row.notation, total, chunks: [...before, chunk] });
      return { total, state: isDone ? "complete" : "open" };
    });
  }

  /** The complete upload as one file, in its directory. Doing it again after a crash does no harm. */
  async assemble({ row, chunks: all }: KnownUpload): Promise<string> {
    const data = this.#file(row.videoId, dataName);
    const sorted = [...all].sort((a, b) => a.position - b.position);
    let end = 0;
    const isInOrder = sorted.every(({ file, fileOffset, length }) => {
      const isNext = length === 0 || (file === dataName && fileOffset === end);
      end += length;
      return isNext;
    });
    if (isInOrder) return data;
    const whole = this.#file(row.videoId, "whole");
    await rm(whole, { force: true });
    for (const { file, fileOffset, length } of sorted) {
      if (length === 0) continue;
      await pipeline(
        createReadStream(this.#file(row.videoId, file), { start: fileOffset, end: fileOffset + length - 1 }),
        createWriteStream(whole, { flags: "a", mode: 0o600 }),
      );
    }
    return whole;
  }

  /** Bytes the disk lacks to take this many more; 0 when they fit. */
  async missingRoom(sizeBytes: number): Promise<number> {
    const disk = await statfs(this.#root, { bigint: true });
    return Math.max(0, sizeBytes - Number(disk.bavail * disk.bsize));
  }

  listComplete(): Promise<string[]> {
    return this.#rows.listComplete();
  }

  /** Ends its senders, and forgets it with all that came. */
  async discard(videoId: string): Promise<void> {
    const senders = [...this.#senders].filter(([name]) => name.startsWith(`${videoId}:`));
    for (const [, { abort }] of senders) abort.abort();
    await Promise.all(senders.map(([, { done }]) => done));
    await this.#rows.remove(videoId);
    await rm(this.#directory(videoId), { recursive: true, force: true });
  }

  /** Removes what its senders gave up long ago. */
  async sweep(): Promise<void> {
    const before = new Date(this.#engine.clock.now().getTime() - lifetimeMs);
    for (const videoId of await this.#rows.listUntouchedSince(before)) await this.discard(videoId);
  }

  /** Ends every sender. */
  async close(): Promise<void> {
    for (const { abort } of this.#senders.values()) abort.abort();
    await Promise.all([...this.#senders.values()].map(({ done }) => done));
  }

  #file(videoId: string, name: string): string {
    return path.join(this.#directory(videoId), name);
  }

  #directory(videoId: string): string {
    if (!/^[0-9A-Za-z]{2,64}$/.test(videoId)) throw new TypeError("Not a video's id.");
    return path.join(this.#root, videoId);
  }
}

function fits(range: ContentRange, { row, chunks: known }: KnownUpload): boolean {
  try {
    checkAgainst(range, { ...row, chunks: known });
    return true;
  } catch {
    return false;
  }
}
