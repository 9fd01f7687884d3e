import { badRequest } from "./problems.ts";

/** A whole number from 0 in a header; undefined when the header is absent. */
export function readIndex(value: string | string[] | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !/^\d{1,15}$/.test(value.trim())) {
    throw badRequest(`${name} must be a whole number from 0`);
  }
  return Number(value);
}

/** Eight hex digits. */
export function readCrc32(value: string | string[] | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !/^[0-9a-fA-F]{8}$/.test(value)) {
    throw badRequest("X-Part-Crc32 must be eight hex digits");
  }
  return Number.parseInt(value, 16);
}

export type ContentRange =
  /** No header: the whole file. */
  | { readonly kind: "whole" }
  /** "Where were we?" */
  | { readonly kind: "status" }
  | { readonly kind: "bytes"; readonly start: number };

/**
 * A range with a length, or a star for "where were we" (`telestream.md` §6.3). The end may lie beyond the file,
 * as the last chunk of some clients says; the start may not, nor the end before it, and the length is the one
 * the session was made with.
 */
export function readContentRange(value: string | undefined, sizeBytes: number): ContentRange {
  if (value === undefined) return { kind: "whole" };
  const status = /^bytes \*(?:\/(\d{1,15}))?$/.exec(value.trim());
  const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(value.trim());
  const [total] = [range?.[3] ?? status?.[1]].filter((one) => one !== undefined && one !== "*");
  if (!status && !range) throw badRequest("Content-Range must be bytes S-E/L or bytes */L");
  if (total !== undefined && Number(total) !== sizeBytes) {
    throw badRequest(`Content-Range says ${total} bytes; this upload was announced with ${sizeBytes}`);
  }
  if (!range) return { kind: "status" };
  const [start, end] = [Number(range[1]), Number(range[2])];
  if (end < start || start >= sizeBytes) {
    throw badRequest(`Content-Range ${start}-${end} lies outside the file's ${sizeBytes} bytes`);
  }
  return { kind: "bytes", start };
}
