/** One message of the RTMP chunk stream (Adobe's RTMP 1.0, section 5). */
export interface RtmpMessage {
  readonly type: number;
  readonly streamId: number;
  readonly timestampMs: number;
  readonly payload: Buffer;
}

/** The other side does not speak RTMP, or asks for more than it may. */
export class RtmpError extends Error {
  override readonly name = "RtmpError";
}

const largestMessage = 16 * 1024 * 1024;
const mostChunkStreams = 64;
const extended = 0xff_ff_ff;

interface ChunkStream {
  field: number;
  timestampMs: number;
  length: number;
  type: number;
  streamId: number;
  hasExtended: boolean;
  pieces: Buffer[];
  received: number;
}

/** Puts messages together from the chunks that they come in. */
export class ChunkReader {
  readonly #streams = new Map<number, ChunkStream>();
  #chunkSize = 128;
  #rest: Buffer = Buffer.alloc(0);

  set chunkSize(size: number) {
    if (size < 1 || size > largestMessage) throw new RtmpError("The chunk size is out of bounds.");
    this.#chunkSize = size;
  }

  /** A chunk stream's half message is forgotten. */
  abort(chunkStreamId: number): void {
    const stream = this.#streams.get(chunkStreamId);
    if (stream) Object.assign(stream, { pieces: [], received: 0 });
  }

  /** The messages that this piece completes, as they are asked for: one may change the chunk size for the next. */
  *feed(piece: Buffer): Generator<RtmpMessage> {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : piece;
    for (;;) {
      const read = this.#readChunk(this.#rest);
      if (!read) return;
      this.#rest = this.#rest.subarray(read.consumed);
      if (read.message) yield read.message;
    }
  }

  #readChunk(bytes: Buffer): { consumed: number; message: RtmpMessage | undefined } | undefined {
    const first = bytes[0];
    if (first === undefined) return undefined;
    const format = first >> 6;
    let at = 1;
    let id = first & 63;
    if (id < 2) {
      const width = id + 1;
      if (bytes.length < at + width) return undefined;
      id = 64 + (bytes[1] ?? 0) + (width === 2 ? (bytes[2] ?? 0) * 256 : 0);
      at += width;
    }
    const headerLength = [11, 7, 3, 0][format] ?? 0;
    if (bytes.length < at + headerLength) return undefined;
    const known = this.#streams.get(id);
    if (!known && format !== 0) throw new RtmpError("A chunk goes on with what has not begun.");
    const field = format < 3 ? bytes.readUIntBE(at, 3) : (known?.field ?? 0);
    const hasExtended = format < 3 ? field === extended : (known?.hasExtended ?? false);
    const length = format < 2 ? bytes.readUIntBE(at + 3, 3) : (known?.length ?? 0);
    const type = format < 2 ? bytes.readUInt8(at + 6) : (known?.type ?? 0);
    const streamId = format === 0 ? bytes.readUInt32LE(at + 7) : (known?.streamId ?? 0);
    at += headerLength;
    if (length > largestMessage) throw new RtmpError("A message is too long.");
    if (hasExtended && bytes.length < at + 4) return undefined;
    const time = hasExtended ? bytes.readUInt32BE(at) : field;
    if (hasExtended) at += 4;

    const isNew = !known || known.received === 0;
    const received = isNew ? 0 : known.received;
    const size = Math.min(this.#chunkSize, length - received);
    if (bytes.length < at + size) return undefined;
    const stream = known ?? this.#open(id);
    if (isNew) {
      const from = format === 0 ? 0 : stream.timestampMs;
      Object.assign(stream, { field: time, hasExtended, length, type, streamId, timestampMs: from + time });
    }
    // A copy: the piece it lies in would be kept whole for it.
    stream.pieces.push(Buffer.from(bytes.subarray(at, at + size)));
    stream.received = received + size;
    const consumed = at + size;
    if (stream.received < length) return { consumed, message: undefined };
    const payload =
      stream.pieces.length === 1 ? (stream.pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(stream.pieces);
    stream.pieces = [];
    stream.received = 0;
    return { consumed, message: { type, streamId, timestampMs: stream.timestampMs, payload } };
  }

  #open(id: number): ChunkStream {
    if (this.#streams.size >= mostChunkStreams) throw new RtmpError("There are too many chunk streams.");
    const stream: ChunkStream = {
      field: 0,
      timestampMs: 0,
      length: 0,
      type: 0,
      streamId: 0,
      hasExtended: false,
      pieces: [],
      received: 0,
    };
    this.#streams.set(id, stream);
    return stream;
  }
}

/** A message as chunks of `chunkSize`, which begin anew with each: no header says less than all of it. */
export function encodeMessage(
  { type, streamId, payload, timestampMs = 0 }: Omit<RtmpMessage, "timestampMs"> & { timestampMs?: number },
  { chunkStreamId, chunkSize }: { chunkStreamId: number; chunkSize: number },
): Buffer {
  const isExtended = timestampMs >= extended;
  const time = Buffer.alloc(isExtended ? 4 : 0);
  if (isExtended) time.writeUInt32BE(timestampMs >>> 0);
  const header = Buffer.alloc(12);
  header.writeUInt8(chunkStreamId, 0);
  header.writeUIntBE(isExtended ? extended : timestampMs, 1, 3);
  header.writeUIntBE(payload.length, 4, 3);
  header.writeUInt8(type, 7);
  header.writeUInt32LE(streamId, 8);
  const parts: Buffer[] = [header, time];
  for (let at = 0; at < payload.length; at += chunkSize) {
    if (at > 0) parts.push(Buffer.from([0xc0 | chunkStreamId]), time);
    parts.push(payload.subarray(at, at + chunkSize));
  }
  return Buffer.concat(parts);
}
