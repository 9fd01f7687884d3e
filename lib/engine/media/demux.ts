import {
  ADTS,
  CustomSource,
  FLAC,
  Input,
  type InputFormat,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from "mediabunny";
import { type ByteSource, openFile } from "./byte-source.ts";
import { checkChunks, type MovieIndex } from "./check-chunks.ts";
import { checkTracks } from "./check-tracks.ts";
import { shortenIndex } from "./short-index.ts";

/** Not `ALL_FORMATS`: that has HLS, whose playlists name further files to open. */
const formats: InputFormat[] = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];

/** An index larger than this is not a film's; ffprobe, in its cage, may have it. */
const largestRead = 128 * 1024 * 1024;
/** Nothing that the demuxer is asked for takes longer on an honest file. */
const longestMs = 60_000;

/** A media file opened by the TypeScript demuxer: no child process, and this one file is all it can read. */
export interface Demuxed extends AsyncDisposable {
  readonly input: Input;
  readonly source: Pick<ByteSource, "read">;
  readonly sizeBytes: number;
}

interface DemuxOptions {
  /** The first packets of each track are all that is asked for. */
  readonly isBeginning?: boolean;
}

/**
 * Opens a file by its path, or bytes that are already open; that it is media is only known once `input` is asked.
 * Dispose closes it. What a hostile file can cost is bounded: one read by its size, all of them by the clock; past
 * either the demuxer throws.
 */
export async function openDemuxed(given: string | ByteSource, options: DemuxOptions = {}): Promise<Demuxed> {
  const source = typeof given === "string" ? await openFile(given) : given;
  let read = source.read;
  let short: Buffer | undefined;
  try {
    const index = await checkChunks(source);
    short = index && options.isBeginning ? shortenIndex(index.bytes) : undefined;
    if (index && short) read = withIndex(source, { ...index, bytes: short });
    await checkTracks(source);
  } catch (error) {
    await source.close();
    throw error;
  }
  const deadline = Date.now() + longestMs;
  const input = new Input({
    formats,
    source: new CustomSource({
      getSize: () => source.size,
      read: (start, end) => {
        if (end - start > largestRead) throw new Error("The file's index is larger than the demuxer takes.");
        if (Date.now() > deadline) throw new Error("The file took the demuxer too long.");
        return read(start, end);
      },
      // Nothing but the index is read then, and that is in memory.
      prefetchProfile: short ? "none" : "fileSystem",
      // A read-ahead that fails is asked for again when it is needed, and fails there.
      handleUnhandledError: () => {},
    }),
  });
  return {
    input,
    source,
    sizeBytes: source.size,
    async [Symbol.asyncDispose]() {
      input.dispose();
      await source.close();
    },
  };
}

/** The source, its index in other words of the same length. */
function withIndex(source: ByteSource, index: MovieIndex): ByteSource["read"] {
  const indexEnd = index.start + index.bytes.length;
  return async (start, end) => {
    if (start >= index.start && end <= indexEnd) {
      return index.bytes.subarray(start - index.start, end - index.start);
    }
    const bytes = await source.read(start, end);
    const from = Math.max(start, index.start);
    const part = index.bytes.subarray(from - index.start, Math.max(0, Math.min(end, indexEnd) - index.start));
    if (part.length > 0) bytes.set(part, from - start);
    return bytes;
  };
}
