import type { ReverseChunk, ReverseSource } from "../reverse-plan.ts";

/** What the reversing process is told, as a file in its directory. */
export interface ReverserJob {
  readonly ffmpeg: string;
  readonly source: ReverseSource;
  /** In the order they are written, each to be turned round. */
  readonly chunks: readonly ReverseChunk[];
  readonly frameBytes: number;
  readonly frameSeconds: number;
  readonly encodeArgs: readonly string[];
  /** Decoded first, then turned round into the file that the encoder reads. */
  readonly sound: {
    readonly decodeArgs: readonly string[];
    readonly forward: string;
    readonly reversed: string;
    readonly sampleBytes: number;
  } | null;
}
