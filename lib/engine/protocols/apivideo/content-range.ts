import { contentRangeProblem as problem } from "./problems.ts";

export const smallestChunk = 5 * 1024 * 1024;
export const largestChunk = 200 * 1024 * 1024;
export const mostParts = 10_000;
export const mostBytes = 52_428_800_000;

/** What a request brings of its video's source. `total` is null while its sender does not know. */
export type ContentRange =
  | { readonly notation: "whole" }
  | { readonly notation: "parts"; readonly part: number; readonly total: number | null }
  | {
      readonly notation: "bytes";
      readonly from: number;
      readonly to: number;
      readonly total: number | null;
    };

/** Reads the header, and refuses what no upload could have. Section 7 of the protocol. */
export function parseContentRange(header: string | undefined): ContentRange {
  if (header === undefined || header.trim() === "") return { notation: "whole" };
  const text = header.trim();
  const part = /^part\s+(\d{1,15})\s*\/\s*(\d{1,15}|\*)$/i.exec(text);
  if (part) return checkPart(Number(part[1]), toTotal(part[2]));
  const bytes = /^bytes\s+(\d{1,15})\s*-\s*(\d{1,15})\s*\/\s*(\d{1,15}|\*)$/i.exec(text);
  if (bytes) return checkBytes(Number(bytes[1]), Number(bytes[2]), toTotal(bytes[3]));
  throw problem("malformed", 'it is neither "part n/total" nor "bytes from-to/total".');
}

const toTotal = (text: string | undefined) => (text === undefined || text === "*" ? null : Number(text));

function checkPart(part: number, total: number | null): ContentRange {
  if (part === 0) throw problem("by-part-part-zero", "parts are counted from 1.");
  if (total === 0) throw problem("by-part-total-parts-zero", "there must be at least one part.");
  if (total !== null && total > mostParts) {
    throw problem("by-part-total-parts-too-high", `there may be ${mostParts} parts.`);
  }
  if (part > mostParts) throw problem("by-part-part-too-high-allowed", `there may be ${mostParts} parts.`);
  if (total !== null && part > total) {
    throw problem("by-part-part-too-high-total", "the part is beyond the last one.");
  }
  return { notation: "parts", part, total };
}

function checkBytes(from: number, to: number, total: number | null): ContentRange {
  if (total === 0) throw problem("by-bytes-total-bytes-zero", "there must be at least one byte.");
  if (total !== null && total > mostBytes) {
    throw problem("by-bytes-total-bytes-too-high", `there may be ${mostBytes} bytes.`);
  }
  if (from > to) throw problem("by-bytes-from-byte-too-high", "the range ends before it begins.");
  if (to >= mostBytes) throw problem("by-bytes-to-byte-too-high-allowed", `there may be ${mostBytes} bytes.`);
  if (total !== null && to >= total) {
    throw problem("by-bytes-to-byte-too-high-total", "the range ends beyond the last byte.");
  }
  const length = to - from + 1;
  if (length > largestChunk)
    throw problem("by-bytes-range-too-large", `a range may have ${largestChunk} bytes.`);
  if (length < smallestChunk && total !== null && to !== total - 1) {
    throw problem("by-bytes-range-too-small", `a range but the last must have ${smallestChunk} bytes.`);
  }
  return { notation: "bytes", from, to, total };
}

export interface ReceivedChunk {
  readonly position: number;
  readonly length: number;
}

/** What is known of an upload that has begun. */
export interface UploadState {
  readonly notation: "whole" | "parts" | "bytes";
  readonly total: number | null;
  readonly chunks: readonly ReceivedChunk[];
}

/** Refuses what does not fit to what is already there. */
export function checkAgainst(range: ContentRange, upload: UploadState): void {
  if (range.notation === "whole") {
    throw problem("already-initiated", "this upload was begun in chunks, and goes on in them.");
  }
  if (upload.notation !== range.notation) {
    throw upload.notation === "bytes"
      ? problem("started-with-bytes", 'this upload was begun with "bytes".')
      : problem("started-with-part", 'this upload was begun with "part".');
  }
  if (range.notation === "parts") checkPartAgainst(range, upload);
  else checkBytesAgainst(range, upload);
}

function checkPartAgainst(
  { part, total }: Extract<ContentRange, { notation: "parts" }>,
  upload: UploadState,
): void {
  if (total !== null && upload.total !== null && total !== upload.total) {
    throw problem("by-part-different-total-parts", `this upload was begun with ${upload.total} parts.`);
  }
  if (upload.chunks.some((chunk) => chunk.position === part)) {
    throw problem("by-part-part-already-sent", `part ${part} is already here.`);
  }
  const highest = Math.max(0, ...upload.chunks.map((chunk) => chunk.position));
  if (total !== null && total < highest) {
    throw problem("by-part-total-parts-too-low", `part ${highest} is already here.`);
  }
  if (upload.total !== null && part > upload.total) {
    throw problem("by-part-part-too-high-total", "the part is beyond the last one.");
  }
}

function checkBytesAgainst(
  { from, to, total }: Extract<ContentRange, { notation: "bytes" }>,
  upload: UploadState,
): void {
  if (total !== null && upload.total !== null && total !== upload.total) {
    throw problem("by-bytes-different-total-bytes", `this upload was begun with ${upload.total} bytes.`);
  }
  const end = Math.max(0, ...upload.chunks.map((chunk) => chunk.position + chunk.length));
  if (total !== null && total < end) {
    throw problem("by-bytes-total-bytes-too-low", `byte ${end - 1} is already here.`);
  }
  if (upload.total !== null && to >= upload.total) {
    throw problem("by-bytes-to-byte-too-high-total", "the range ends beyond the last byte.");
  }
  const isTaken = upload.chunks.some((chunk) => from < chunk.position + chunk.length && to >= chunk.position);
  if (isTaken) throw problem("by-bytes-range-overlap", "some of its bytes are already here.");
}

/** Whether every byte is here, which only a known total can say. */
export function isWhole({ notation, total, chunks }: UploadState): boolean {
  if (notation === "whole") return chunks.length > 0;
  if (total === null) return false;
  if (notation === "parts") return chunks.length === total;
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0) === total;
}
