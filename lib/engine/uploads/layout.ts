const mebibyte = 1024 * 1024;

/** A session has at most this many parts, as S3 and the vendor have it. */
export const maxParts = 10_000;
const usualPart = 5 * mebibyte;

export interface UploadLayout {
  readonly sizeBytes: number;
  readonly partSize: number;
  readonly partCount: number;
}

/** As many as senders usually have on their way at once. */
const wave = 8;
const mostInWaves = 256;
const page = 4096;

/**
 * Parts of 5 MiB; a little smaller where eight senders at once would else have too few for their last round, larger in
 * whole MiB only where 10,000 of them would not hold the file.
 */
export function layOutParts(sizeBytes: number): UploadLayout {
  const needed = Math.ceil(sizeBytes / maxParts / mebibyte) * mebibyte;
  const usual = Math.max(usualPart, needed);
  const usualCount = Math.ceil(sizeBytes / usual);
  const isInWaves = usualCount > wave && usualCount <= mostInWaves;
  const partSize = isInWaves
    ? Math.ceil(sizeBytes / (Math.ceil(usualCount / wave) * wave) / page) * page
    : usual;
  return { sizeBytes, partSize, partCount: Math.ceil(sizeBytes / partSize) };
}

/** Range mode: the file is one part, filled from its start. */
export function layOutRange(sizeBytes: number): UploadLayout {
  return { sizeBytes, partSize: sizeBytes, partCount: 1 };
}

/** Where a part lies in the file. Undefined when there is no such part. */
export function partBounds(
  layout: UploadLayout,
  part: number,
): { start: number; length: number } | undefined {
  if (!Number.isInteger(part) || part < 0 || part >= layout.partCount) return undefined;
  const start = part * layout.partSize;
  return { start, length: Math.min(layout.partSize, layout.sizeBytes - start) };
}
