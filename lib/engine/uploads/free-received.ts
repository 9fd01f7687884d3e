import { noteReceived } from "./collect-young.ts";

/**
 * Gives back the memory of bytes that are in their file. Each piece of a body is a buffer of its own outside V8's
 * heap, 64 KiB that only a collection would free: a detached one is free at once, and the next piece takes its place.
 * Of a piece that shares its memory with others nothing is known: those are left to the collector.
 */
export function freeReceived(pieces: readonly Buffer[]): void {
  for (const piece of pieces) {
    const memory = piece.buffer;
    if (memory instanceof ArrayBuffer && memory.byteLength === piece.byteLength) memory.transfer(0);
    else noteReceived(piece.byteLength);
  }
}
