import type { ByteSource } from "./byte-source.ts";

/** Tracks of a film: languages, captions, angles. What has more is not one; ffprobe stops at a thousand. */
export const mostTracks = 500;
/** The index of so many tracks, with what their decoders are told. */
const largestTracks = 32 * 1024 * 1024;
/** Elements before the tracks: a seek head, facts, tags, attachments. */
const mostElements = 1_000;

const ids = { ebml: 0x1a45dfa3, segment: 0x18538067, tracks: 0x1654ae6b, cluster: 0x1f43b675, entry: 0xae };

/**
 * Throws when a Matroska or WebM file (RFC 9559) declares more tracks than a film has. The demuxer looks through all of
 * them for each, without ever giving the process back: a few megabytes would stop the engine for seconds. What is no
 * such file passes.
 */
export async function checkTracks(source: ByteSource): Promise<void> {
  const head = await readElement(source, 0);
  if (head?.id !== ids.ebml) return;
  let element = await readElement(source, head.end);
  for (let count = 0; element && count < mostElements; count++) {
    if (element.id === ids.cluster) return;
    if (element.id === ids.tracks) return countEntries(source, element);
    // Into the segment, past everything else.
    element = await readElement(source, element.id === ids.segment ? element.start : element.end);
  }
}

interface Element {
  readonly id: number;
  /** Of its content. */
  readonly start: number;
  readonly end: number;
}

async function readElement(source: ByteSource, at: number): Promise<Element | undefined> {
  if (at >= source.size) return undefined;
  const bytes = Buffer.from(await source.read(at, Math.min(source.size, at + 12)));
  return parseElement(bytes, 0, at, source.size);
}

/** An element's head at `offset` of the bytes, which stand at `at - offset` of a file of `size`. */
function parseElement(bytes: Buffer, offset: number, at: number, size: number): Element | undefined {
  const idLength = Math.clz32(bytes[offset] ?? 0) - 23;
  const sizeLength = Math.clz32(bytes[offset + idLength] ?? 0) - 23;
  if (idLength > 4 || sizeLength > 8 || offset + idLength + sizeLength > bytes.length) return undefined;
  const id = bytes.readUIntBE(offset, idLength);
  let length = (bytes[offset + idLength] ?? 0) & (0xff >> sizeLength);
  let isUnknown = length === 0xff >> sizeLength;
  for (let byte = 1; byte < sizeLength; byte++) {
    const value = bytes[offset + idLength + byte] ?? 0;
    isUnknown &&= value === 0xff;
    length = length * 256 + value;
  }
  const start = at + idLength + sizeLength;
  return { id, start, end: isUnknown ? size : start + length };
}

async function countEntries(source: ByteSource, { start, end }: Element): Promise<void> {
  const last = Math.min(end, source.size);
  if (last - start > largestTracks) throw new Error("The file's tracks take more than a film's do.");
  const bytes = Buffer.from(await source.read(start, last));
  let entries = 0;
  for (let offset = 0; offset < bytes.length; ) {
    const element = parseElement(bytes, offset, offset, bytes.length);
    if (!element) return;
    if (element.id === ids.entry && ++entries > mostTracks)
      throw new Error(`The file has more than ${mostTracks} tracks.`);
    offset = element.end;
  }
}
