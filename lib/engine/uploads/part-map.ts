import { write } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const entryBytes = 16;

/**
 * How much of each part is in the file: a small file beside it, rewritten in place after every write of bytes.
 * What it says survives `kill -9` (the pages belong to the kernel by then), so that a resume asks again for
 * no more than what was on its way. Its blocks are taken at creation: a full disk cannot stop an update.
 */
export class PartMap {
  readonly #file: FileHandle;
  readonly #bytes: Buffer;
  #dirtyFrom = Number.POSITIVE_INFINITY;
  #dirtyTo = 0;
  #soon: NodeJS.Immediate | undefined;
  #isWriting = false;
  #isClosed = false;
  #failure: Error | undefined;
  readonly #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  private constructor(file: FileHandle, bytes: Buffer) {
    this.#file = file;
    this.#bytes = bytes;
  }

  static async create(path: string, partCount: number): Promise<PartMap> {
    const file = await open(path, "wx+", 0o600);
    const bytes = Buffer.alloc(partCount * entryBytes);
    await file.write(bytes, 0, bytes.length, 0);
    return new PartMap(file, bytes);
  }

  static async open(path: string, partCount: number): Promise<PartMap> {
    const file = await open(path, "r+");
    const bytes = Buffer.alloc(partCount * entryBytes);
    await file.read(bytes, 0, bytes.length, 0);
    return new PartMap(file, bytes);
  }

  /** Bytes of the part that are there, from its start without a gap. */
  received(part: number): number {
    return Number(this.#bytes.readBigUInt64LE(part * entryBytes));
  }

  /** CRC-32 of a whole part whose sender named it. */
  checksum(part: number): number | undefined {
    const offset = part * entryBytes;
    return this.#bytes.readUInt32LE(offset + 12) === 1 ? this.#bytes.readUInt32LE(offset + 8) : undefined;
  }

  /** Takes effect at once; is on its way to the file when this returns, and there after `flush`. */
  record(part: number, received: number, checksum?: number): void {
    const offset = part * entryBytes;
    this.#bytes.writeBigUInt64LE(BigInt(received), offset);
    this.#bytes.writeUInt32LE(checksum ?? 0, offset + 8);
    this.#bytes.writeUInt32LE(checksum === undefined ? 0 : 1, offset + 12);
    this.#dirtyFrom = Math.min(this.#dirtyFrom, offset);
    this.#dirtyTo = Math.max(this.#dirtyTo, offset + entryBytes);
    this.#soon ??= setImmediate(() => this.#write());
  }

  /** Resolves when all that was recorded is in the file. */
  flush(): Promise<void> {
    if (!this.#isWriting && this.#dirtyTo === 0)
      return this.#failure ? Promise.reject(this.#failure) : Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ resolve, reject });
    this.#write();
    return promise;
  }

  async close(): Promise<void> {
    await this.flush().finally(() => {
      this.#isClosed = true;
      return this.#file.close();
    });
  }

  /**
   * One write at a time, of everything recorded since the one before and at most once per turn of the event loop:
   * with fast senders that is one small write for several large ones.
   */
  #write(): void {
    clearImmediate(this.#soon);
    this.#soon = undefined;
    if (this.#isWriting || this.#dirtyTo === 0) return;
    if (this.#isClosed) {
      this.#dirtyTo = 0;
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("The upload was closed."));
      return;
    }
    const [from, to] = [this.#dirtyFrom, this.#dirtyTo];
    this.#dirtyFrom = Number.POSITIVE_INFINITY;
    this.#dirtyTo = 0;
    // A copy: later records must not slip into a write that is under way.
    const copy = Buffer.from(this.#bytes.subarray(from, to));
    this.#isWriting = true;
    write(this.#file.fd, copy, 0, copy.length, from, (error) => {
      this.#isWriting = false;
      this.#failure ??= error ?? undefined;
      if (!this.#failure && this.#dirtyTo > 0) {
        if (this.#waiting.length > 0) this.#write();
        else this.#soon ??= setImmediate(() => this.#write());
        return;
      }
      for (const { resolve, reject } of this.#waiting.splice(0)) {
        if (this.#failure) reject(this.#failure);
        else resolve();
      }
    });
  }
}
