import { writev } from "node:fs";
import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { freeReceived } from "./free-received.ts";
import { readTurns } from "./read-turns.ts";

export interface RateFloor {
  /** A sender below this is cut, averaged over the part of a window in which it was not held back by us. */
  readonly bytesPerSecond: number;
  readonly windowMs: number;
}

/** Bytes that all receivers together may hold before they slow their senders down. */
export class BufferBudget {
  readonly #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(bytes: number): void {
    this.#held += bytes;
  }

  /** How much one receiver may hold now. */
  get allowance(): number {
    return this.#held < this.#limit ? gatherBytes : 0;
  }
}

const gatherBytes = 1024 * 1024;
/** Linux takes at most 1024 buffers in one `pwritev`. */
const maxBuffers = 1024;

export interface ReceiveOptions {
  readonly fd: number;
  readonly position: number;
  /** More bytes than this are not written. */
  readonly limit: number;
  readonly budget: BufferBudget;
  readonly rateFloor: RateFloor;
  /** Ends the reception; what was being written is still waited for. */
  readonly signal: AbortSignal;
  /** After each write, with the bytes written so far. */
  readonly onWritten: (bytes: number) => void;
  /** Start value for a checksum over the bytes; without it none is computed. */
  readonly checksum?: number | undefined;
}

export interface Received {
  readonly bytes: number;
  /** `ended`: the sender said that was all. `cut`: the connection broke first. */
  readonly outcome: "ended" | "cut" | "too-long" | "too-slow" | "evicted";
  readonly checksum: number | undefined;
}

/**
 * Writes a request's bytes at a position of a file: one `pwritev` at a time per sender, of all that this turn of the
 * event loop has read and of all that arrived during the write before, up to 1 MiB. So a fast sender's bytes go in
 * large strokes, and at any moment little is in our memory only: that little is what a killed process loses. What the
 * source brings is this function's own: its memory is freed once it is written. Rejects when the disk does (`ENOSPC`).
 */
export function receiveBytes(source: Readable, options: ReceiveOptions): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  let queue: Buffer[] = [];
  let queued = 0;
  let accepted = 0;
  let written = 0;
  let isWriting = false;
  let isSettled = false;
  let soon: NodeJS.Immediate | undefined;
  let outcome: Received["outcome"] | undefined;
  let failure: Error | undefined;
  let checksum = options.checksum;
  let isItsTurn = true;
  let windowBytes = 0;
  let heldMs = 0;
  let heldSince: number | undefined;

  /** Nothing is read until `readOn` finds nothing in the way any more. */
  const holdBack = () => {
    source.pause();
    heldSince ??= performance.now();
  };

  const readOn = () => {
    if (heldSince === undefined || !isItsTurn || outcome !== undefined) return;
    if (queued > options.budget.allowance) return;
    heldMs += performance.now() - heldSince;
    heldSince = undefined;
    source.resume();
  };

  const place = readTurns.join(() => {
    isItsTurn = true;
    readOn();
  });

  const settle = () => {
    if (isSettled || isWriting) return;
    if (!failure && (outcome === undefined || queued > 0)) return;
    isSettled = true;
    clearInterval(watch);
    place.leave();
    options.budget.add(-queued);
    source.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
    // A request that is still arriving may fail later; nobody else listens then.
    source.on("error", () => {});
    options.signal.removeEventListener("abort", onEvicted);
    if (failure) reject(failure);
    else resolve({ bytes: written, outcome: outcome ?? "cut", checksum });
  };

  const onWrite = (error: Error | null, stroke: Buffer[], bytes: number) => {
    if (error) {
      isWriting = false;
      failure = error;
      settle();
      return;
    }
    written += bytes;
    const size = stroke.reduce((sum, buffer) => sum + buffer.length, 0);
    options.budget.add(-bytes);
    // A nearly full disk takes less than it was given, and refuses at the next try.
    if (bytes < size) return write(dropFront(stroke, bytes));
    freeReceived(stroke);
    isWriting = false;
    options.onWritten(written);
    pump();
  };

  const write = (stroke: Buffer[]) =>
    writev(options.fd, stroke, options.position + written, (error, bytes) => onWrite(error, stroke, bytes));

  const pump = () => {
    clearImmediate(soon);
    soon = undefined;
    if (!isWriting && queued > 0 && !failure) {
      const stroke = queue.length <= maxBuffers ? queue : queue.slice(0, maxBuffers);
      queue = queue.slice(stroke.length);
      queued -= stroke.reduce((sum, buffer) => sum + buffer.length, 0);
      isWriting = true;
      write(stroke);
    }
    readOn();
    settle();
  };

  const onData = (chunk: Buffer) => {
    windowBytes += chunk.length;
    const room = options.limit - accepted;
    const kept = chunk.length <= room ? chunk : chunk.subarray(0, room);
    accepted += kept.length;
    if (checksum !== undefined) checksum = crc32(kept, checksum);
    if (kept.length > 0) {
      queue.push(kept);
      queued += kept.length;
      options.budget.add(kept.length);
    }
    if (kept.length < chunk.length) return finish("too-long");
    if (place.took(chunk.length)) isItsTurn = false;
    if (!isItsTurn || queued > options.budget.allowance) holdBack();
    if (!isWriting) soon ??= setImmediate(pump);
  };

  const finish = (how: Received["outcome"]) => {
    outcome ??= how;
    if (how !== "ended") source.pause();
    pump();
  };
  const onEnd = () => finish("ended");
  const onClose = () => finish("cut");
  const onEvicted = () => finish("evicted");

  const watch = setInterval(() => {
    const now = performance.now();
    if (heldSince !== undefined) {
      heldMs += now - heldSince;
      heldSince = now;
    }
    const floor = (options.rateFloor.bytesPerSecond * (options.rateFloor.windowMs - heldMs)) / 1000;
    if (!isWriting && windowBytes < floor) finish("too-slow");
    windowBytes = 0;
    heldMs = 0;
  }, options.rateFloor.windowMs);

  if (options.signal.aborted) onEvicted();
  else {
    options.signal.addEventListener("abort", onEvicted, { once: true });
    source.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
  }
  return promise;
}

function dropFront(buffers: readonly Buffer[], bytes: number): Buffer[] {
  const rest: Buffer[] = [];
  let toDrop = bytes;
  for (const buffer of buffers) {
    if (toDrop >= buffer.length) toDrop -= buffer.length;
    else {
      rest.push(toDrop > 0 ? buffer.subarray(toDrop) : buffer);
      toDrop = 0;
    }
  }
  return rest;
}
