import type { RateFloor } from "./receive-bytes.ts";

export interface UploadLimits {
  readonly rateFloor: RateFloor;
  /** Milliseconds without a sign of life after which an unfinished session is removed. */
  readonly lifetimeMs: number;
  /** Bytes that all senders' buffers may hold together. */
  readonly bufferBytes: number;
  /** How often abandoned sessions are looked for. */
  readonly sweepEveryMs: number;
}

export const defaultUploadLimits: UploadLimits = {
  // 2 KiB/s over half a minute: slower than any line a person would upload video over.
  rateFloor: { bytesPerSecond: 2048, windowMs: 30_000 },
  lifetimeMs: 7 * 24 * 3600_000,
  bufferBytes: 32 * 1024 * 1024,
  sweepEveryMs: 10 * 60_000,
};
