/** Facts are taken of fewer packets than this. */
const keptSamples = 512;

interface Box {
  readonly name: string;
  /** Of its content. */
  readonly start: number;
  readonly end: number;
}

class NotPlain extends Error {}

/**
 * A copy of an MP4's `moov` box whose tables of samples end after the first 512. The demuxer lays out and sorts every
 * sample of a film before it tells a single one, which for ten minutes takes more time than all else that facts cost.
 * Undefined when the tables are what the length of the film is told by, or are not as they should be.
 */
export function shortenIndex(index: Buffer): Buffer | undefined {
  const short = Buffer.from(index);
  try {
    const [moov] = boxesIn(short, 0, short.length);
    if (moov?.name !== "moov") return undefined;
    for (const box of boxesIn(short, moov.start, moov.end)) {
      // Of a fragmented film the tables are empty, and what follows them tells how long it is.
      if (box.name === "mvex") return undefined;
      if (box.name === "trak") shortenTrack(short, box);
    }
    return short;
  } catch (error) {
    if (error instanceof NotPlain || error instanceof RangeError) return undefined;
    throw error;
  }
}

function shortenTrack(index: Buffer, track: Box): void {
  const media = childOf(index, track, "mdia");
  const header = media && childOf(index, media, "mdhd");
  const information = media && childOf(index, media, "minf");
  const table = information && childOf(index, information, "stbl");
  if (!header || !table) throw new NotPlain();
  const isLong = index[header.start] === 1;
  const hasDuration = isLong
    ? index.readBigUInt64BE(header.start + 24) > 0n
    : index.readUInt32BE(header.start + 16) > 0;
  if (!hasDuration) throw new NotPlain();
  shortenTable(index, new Map(boxesIn(index, table.start, table.end).map((box) => [box.name, box.start])));
}

/** Where each box of a sample table has its version, which its number of entries follows. */
function shortenTable(index: Buffer, table: ReadonlyMap<string, number>): void {
  const sizes = table.get("stsz");
  // Samples that are all of one size, those of raw sound, are not laid out one by one.
  if (sizes === undefined || index.readUInt32BE(sizes + 4) !== 0) return;
  if (index.readUInt32BE(sizes + 8) <= keptSamples) return;
  index.writeUInt32BE(keptSamples, sizes + 8);
  for (const name of ["stts", "ctts"]) shortenRuns(index, table.get(name));
  shortenKeys(index, table.get("stss"));
  shortenChunks(index, table);
}

/** Entries of how many samples, and what they have in common. */
function shortenRuns(index: Buffer, at: number | undefined): void {
  if (at === undefined) return;
  const entries = index.readUInt32BE(at + 4);
  let samples = 0;
  for (let entry = 0; entry < entries; entry++) {
    const count = at + 8 + entry * 8;
    samples += index.readUInt32BE(count);
    if (samples < keptSamples) continue;
    index.writeUInt32BE(index.readUInt32BE(count) - (samples - keptSamples), count);
    index.writeUInt32BE(entry + 1, at + 4);
    return;
  }
}

/** The numbers of samples that decode alone, ascending from 1. */
function shortenKeys(index: Buffer, at: number | undefined): void {
  if (at === undefined) return;
  const entries = index.readUInt32BE(at + 4);
  let kept = 0;
  while (kept < entries && index.readUInt32BE(at + 8 + kept * 4) <= keptSamples) kept++;
  index.writeUInt32BE(kept, at + 4);
}

/** Entries of the first chunk, from 1, and how many samples it and those after it have; and where chunks are. */
function shortenChunks(index: Buffer, table: ReadonlyMap<string, number>): void {
  const [runs, offsets] = [table.get("stsc"), table.get("stco") ?? table.get("co64")];
  if (runs === undefined || offsets === undefined) throw new NotPlain();
  const entries = index.readUInt32BE(runs + 4);
  const chunks = index.readUInt32BE(offsets + 4);
  const firstChunkOf = (entry: number) =>
    entry < entries ? index.readUInt32BE(runs + 8 + entry * 12) : chunks + 1;
  let samples = 0;
  for (let entry = 0; entry < entries; entry++) {
    const perChunk = index.readUInt32BE(runs + 8 + entry * 12 + 4);
    const first = firstChunkOf(entry);
    const inRun = firstChunkOf(entry + 1) - first;
    if (perChunk === 0 || inRun <= 0) throw new NotPlain();
    const needed = Math.ceil((keptSamples - samples) / perChunk);
    if (needed <= inRun) {
      index.writeUInt32BE(entry + 1, runs + 4);
      index.writeUInt32BE(first - 1 + needed, offsets + 4);
      return;
    }
    samples += inRun * perChunk;
  }
}

const childOf = (index: Buffer, { start, end }: Box, name: string) =>
  boxesIn(index, start, end).find((box) => box.name === name);

function boxesIn(index: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end; ) {
    const size = index.readUInt32BE(at);
    // Neither 64 bits nor "to the end" is how a box in an index gives its size.
    if (size < 8 || at + size > end) throw new NotPlain();
    boxes.push({ name: index.toString("latin1", at + 4, at + 8), start: at + 8, end: at + size });
    at += size;
  }
  return boxes;
}
