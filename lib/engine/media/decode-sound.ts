import { buildInputArgs } from "./input-rules.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";
import type { Toolchain } from "./toolchain.ts";

export interface SoundRequest {
  /** Below `cwd`. */
  readonly file: string;
  readonly formatName: string;
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly sampleRate?: number;
  readonly startSeconds?: number;
  readonly lengthSeconds?: number | undefined;
}

const limits = {
  addressSpaceBytes: 4 * 1024 ** 3,
  cpuSeconds: 3_600,
  fileBytes: 1024,
  openFiles: 64,
  nice: 0,
  wallSeconds: 3_600,
  stallSeconds: 3_600,
};

/** A file's first sound as one channel of 16-bit samples, handed over as they are decoded. */
export async function decodeSound(
  toolchain: Toolchain,
  request: SoundRequest,
  onSamples: (samples: Int16Array) => void,
): Promise<void> {
  const { sampleRate, startSeconds = 0, lengthSeconds } = request;
  let rest: Buffer = Buffer.alloc(0);
  await runFfmpeg(toolchain, {
    args: [
      ...["-v", "error", ...(startSeconds > 0 ? ["-ss", startSeconds.toFixed(6)] : [])],
      ...["-vn", "-sn", "-dn", ...buildInputArgs(request.file, request.formatName)],
      ...["-map", "0:a:0", "-ac", "1", ...(sampleRate ? ["-ar", String(sampleRate)] : [])],
      ...(lengthSeconds === undefined ? [] : ["-t", lengthSeconds.toFixed(6)]),
      ...["-f", "s16le", "pipe:1"],
    ],
    cwd: request.cwd,
    signal: request.signal,
    limits,
    onStdout: (chunk) => {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const whole = bytes.length - (bytes.length % 2);
      rest = bytes.subarray(whole);
      onSamples(toSamples(bytes.subarray(0, whole)));
    },
  });
}

/** A view where the bytes lie evenly, else a copy. */
function toSamples(bytes: Buffer): Int16Array {
  if (bytes.byteOffset % 2 === 0) return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const copy = Uint8Array.from(bytes);
  return new Int16Array(copy.buffer);
}
