import type { ByteSource } from "./byte-source.ts";
import { mostTracks } from "./check-tracks.ts";

/** An index larger than this is not a film's; ffprobe, in its cage, may have it. */
const largestIndex = 128 * 1024 * 1024;
/** More top-level boxes than this before the index: not a film's either. */
const mostBoxes = 100_000;
/** A second of sound at 192 kHz has fewer samples; what claims more must list them. */
const plausibleSamples = 2 ** 18;

/** An MP4's or QuickTime file's `moov` box. */
export interface MovieIndex {
  readonly start: number;
  readonly bytes: Buffer;
}

/**
 * Throws when an MP4's or QuickTime file's index puts more samples into a chunk than it could list, or has more tracks
 * than a film. The demuxer counts through a chunk for each sample that it is asked for, without ever giving the
 * process back: 32 flipped bits would stop the engine for hours. Resolves to the index; what is no such file passes.
 */
export async function checkChunks(source: ByteSource): Promise<MovieIndex | undefined> {
  const fileSize = source.size;
  let at = 0;
  for (let boxes = 0; at + 8 <= fileSize; boxes++) {
    if (boxes === mostBoxes) throw new Error("The file has too many boxes before its index.");
    const header = Buffer.from(await source.read(at, Math.min(fileSize, at + 16)));
    const isLarge = header.readUInt32BE(0) === 1 && header.length === 16;
    const declared = isLarge ? Number(header.readBigUInt64BE(8)) : header.readUInt32BE(0);
    const size = declared === 0 ? fileSize - at : declared;
    if (size < 8) return undefined;
    if (header.toString("latin1", 4, 8) === "moov") {
      const bytes = await readIndex(source, at, Math.min(size, fileSize - at));
      checkIndex(bytes);
      return { start: at, bytes };
    }
    at += size;
  }
  return undefined;
}

async function readIndex(source: ByteSource, at: number, length: number): Promise<Buffer> {
  if (length > largestIndex) throw new Error("The file's index is larger than the demuxer takes.");
  return Buffer.from(await source.read(at, at + length));
}

/** Every sample-to-chunk table, wherever it stands: entries of first chunk, samples per chunk, description. */
function checkIndex(index: Buffer): void {
  let tracks = 0;
  for (let at = index.indexOf("trak"); at >= 0; at = index.indexOf("trak", at + 4)) {
    // A track has a header, some 90 bytes, before the next can begin: words that only look so do not count.
    if (index.toString("latin1", at + 8, at + 12) === "tkhd" && ++tracks > mostTracks)
      throw new Error(`The file has more than ${mostTracks} tracks.`);
  }
  const most = Math.max(plausibleSamples, index.length / 4);
  for (let table = index.indexOf("stsc"); table >= 0; table = index.indexOf("stsc", table + 4)) {
    if (table + 12 > index.length) return;
    const entries = Math.min(index.readUInt32BE(table + 8), Math.floor((index.length - table - 12) / 12));
    for (let entry = 0; entry < entries; entry++) {
      const samples = index.readUInt32BE(table + 12 + entry * 12 + 4);
      // Beyond a table's true end stand other boxes: their words are only too large when the count is a lie.
      if (samples > most)
        throw new Error("The file's index puts more samples into a chunk than there can be.");
    }
  }
}
