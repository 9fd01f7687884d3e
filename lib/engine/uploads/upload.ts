import { type FileHandle, open, rename } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { partBounds, type UploadLayout } from "./layout.ts";
import { PartMap } from "./part-map.ts";
import { type BufferBudget, type RateFloor, type Received, receiveBytes } from "./receive-bytes.ts";

export const dataFileName = "data";
const mapFileName = "parts";

export interface ReceivePart {
  readonly part: number;
  /** Where in the part the bytes go: at most what is already there. Going back overwrites. */
  readonly offset: number;
  /** CRC-32 of the whole part, when the sender says it; only with offset 0. */
  readonly checksum?: number | undefined;
}

export type PartOutcome =
  | { readonly kind: "whole" }
  /** All that the sender had, and not all of the part. */
  | { readonly kind: "partial"; readonly received: number }
  | { readonly kind: "no-such-part" }
  /** The offset would leave a gap. */
  | { readonly kind: "gap"; readonly received: number }
  | { readonly kind: "too-long" }
  | { readonly kind: "too-slow" }
  | { readonly kind: "cut" }
  /** Another request sends this part now. */
  | { readonly kind: "evicted" }
  /** The bytes are not what their checksum says; the part has to be sent again. */
  | { readonly kind: "damaged" }
  /** The part is there with other bytes, which stay. */
  | { readonly kind: "conflict" };

interface Writer {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** The file of one upload: parts are written where they belong in it, in any order, several at once. */
export class Upload {
  readonly layout: UploadLayout;
  readonly #directory: string;
  readonly #file: FileHandle;
  readonly #map: PartMap;
  readonly #limits: { budget: BufferBudget; rateFloor: RateFloor };
  readonly #writers = new Map<number, Writer>();
  #syncing: Promise<void> | undefined;
  #needsSync = false;
  #isClosing = false;

  private constructor(
    directory: string,
    layout: UploadLayout,
    files: { file: FileHandle; map: PartMap },
    limits: { budget: BufferBudget; rateFloor: RateFloor },
  ) {
    this.#directory = directory;
    this.layout = layout;
    this.#file = files.file;
    this.#map = files.map;
    this.#limits = limits;
  }

  static async create(
    directory: string,
    layout: UploadLayout,
    limits: { budget: BufferBudget; rateFloor: RateFloor },
  ): Promise<Upload> {
    const map = await PartMap.create(path.join(directory, mapFileName), layout.partCount);
    const file = await open(path.join(directory, dataFileName), "wx+", 0o600);
    return new Upload(directory, layout, { file, map }, limits);
  }

  static async open(
    directory: string,
    layout: UploadLayout,
    limits: { budget: BufferBudget; rateFloor: RateFloor },
  ): Promise<Upload> {
    const map = await PartMap.open(path.join(directory, mapFileName), layout.partCount);
    const file = await open(path.join(directory, dataFileName), "r+");
    return new Upload(directory, layout, { file, map }, limits);
  }

  get dataFile(): string {
    return path.join(this.#directory, dataFileName);
  }

  get isBusy(): boolean {
    return this.#writers.size > 0;
  }

  /** Bytes of the part that are there, from its start without a gap. */
  received(part: number): number {
    return this.#map.received(part);
  }

  get receivedBytes(): number {
    let sum = 0;
    for (let part = 0; part < this.layout.partCount; part++) sum += this.#map.received(part);
    return sum;
  }

  get missingParts(): number[] {
    return Array.from({ length: this.layout.partCount }, (_, part) => part).filter(
      (part) => this.#map.received(part) !== partBounds(this.layout, part)?.length,
    );
  }

  get isWhole(): boolean {
    for (let part = 0; part < this.layout.partCount; part++) {
      if (this.#map.received(part) !== partBounds(this.layout, part)?.length) return false;
    }
    return true;
  }

  /**
   * Takes a part's bytes from a request. One sender per part: a new one ends the one before it at once, which
   * may be a connection whose other side is long gone. Resolves when what it says is in the file and the map.
   */
  async receivePart(source: Readable, request: ReceivePart): Promise<PartOutcome> {
    const bounds = partBounds(this.layout, request.part);
    if (!bounds) return { kind: "no-such-part" };
    const kept = this.#map.checksum(request.part);
    if (request.checksum !== undefined && kept !== undefined) {
      return kept === request.checksum ? { kind: "whole" } : { kind: "conflict" };
    }
    const { abort, release } = await this.#claim(request.part);
    try {
      // Aborted or completed between the sender's arrival and now: there is no file to write to any more.
      if (this.#isClosing) return { kind: "evicted" };
      const before = this.#map.received(request.part);
      if (request.offset > before) return { kind: "gap", received: before };
      if (request.offset < before) {
        // The part's old bytes are about to be overwritten: not whole, also after a crash, until the new ones are.
        this.#map.record(request.part, request.offset);
        await this.#map.flush();
      }
      const received = await receiveBytes(source, {
        ...this.#limits,
        fd: this.#file.fd,
        position: bounds.start + request.offset,
        limit: bounds.length - request.offset,
        signal: abort.signal,
        checksum: request.checksum === undefined ? undefined : 0,
        onWritten: (bytes) => {
          const reached = request.offset + bytes;
          // A part with a checksum counts as whole only once that was compared.
          if (reached < bounds.length || request.checksum === undefined) {
            this.#map.record(request.part, reached);
          }
        },
      });
      return await this.#conclude(request, bounds.length, received);
    } finally {
      release();
    }
  }

  async #conclude(request: ReceivePart, length: number, received: Received): Promise<PartOutcome> {
    const reached = request.offset + received.bytes;
    if (received.outcome === "too-long") {
      this.#map.record(request.part, 0);
      await this.#map.flush();
      return { kind: "too-long" };
    }
    if (reached === length && request.checksum !== undefined) {
      const isSound = received.checksum === request.checksum;
      this.#map.record(request.part, isSound ? length : 0, isSound ? request.checksum : undefined);
      if (!isSound) return { kind: "damaged" };
    }
    await this.#map.flush();
    if (reached === length) {
      this.#syncSoon();
      return { kind: "whole" };
    }
    return received.outcome === "ended" ? { kind: "partial", received: reached } : { kind: received.outcome };
  }

  /** The whole file came in one piece, at `file`: it takes the place of what was here. */
  async takeWhole(file: string): Promise<void> {
    await this.evictAll();
    await rename(file, this.dataFile);
    for (let part = 0; part < this.layout.partCount; part++) {
      this.#map.record(part, partBounds(this.layout, part)?.length ?? 0);
    }
    await this.#map.flush();
  }

  /** Ends every sender; what they had written stays. */
  async evictAll(): Promise<void> {
    for (const writer of this.#writers.values()) writer.abort.abort();
    await Promise.all([...this.#writers.values()].map((writer) => writer.done));
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.evictAll();
    await this.#syncing;
    await this.#map.close();
    await this.#file.close();
  }

  async #claim(part: number): Promise<{ abort: AbortController; release: () => void }> {
    const previous = this.#writers.get(part);
    const abort = new AbortController();
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const writer: Writer = { abort, done };
    this.#writers.set(part, writer);
    previous?.abort.abort();
    await previous?.done;
    const release = () => {
      if (this.#writers.get(part) === writer) this.#writers.delete(part);
      resolve();
    };
    return { abort, release };
  }

  /**
   * Starts the disk early, one stroke at a time, so that little is left to write when the upload is done. Nobody
   * waits for it: an acknowledged part survives the process at once, and a power cut once this has run.
   */
  #syncSoon(): void {
    this.#needsSync = true;
    this.#syncing ??= this.#sync().finally(() => {
      this.#syncing = undefined;
    });
  }

  async #sync(): Promise<void> {
    while (this.#needsSync) {
      this.#needsSync = false;
      // A failing disk shows in the next write, or when the finished file is taken over; both are reported.
      await this.#file.datasync().catch(() => {});
    }
  }
}
