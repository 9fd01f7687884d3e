import type { FileFacts } from "../schema.ts";

/** Ends of names that hold video or audio. Only asked when the file's own bytes could not be read. */
const mediaExtensions =
  /\.(3gp|3g2|aac|ac3|aif|aiff|asf|avi|dv|f4v|flac|flv|m2ts|m2v|m4a|m4v|mkv|mov|mp3|mp4|mpeg|mpg|mts|mxf|oga|ogg|ogv|opus|qt|rm|rmvb|ts|vob|wav|webm|wma|wmv)$/i;

/** First bytes of what is certainly no video, whatever its name says. */
const otherKinds: readonly { readonly what: string; readonly bytes: readonly number[] }[] = [
  { what: "a PDF document", bytes: [0x25, 0x50, 0x44, 0x46] },
  { what: "a zip archive or Office document", bytes: [0x50, 0x4b, 0x03, 0x04] },
  { what: "a PNG picture", bytes: [0x89, 0x50, 0x4e, 0x47] },
  { what: "a JPEG picture", bytes: [0xff, 0xd8, 0xff] },
  { what: "a GIF picture", bytes: [0x47, 0x49, 0x46, 0x38] },
  { what: "a gzip archive", bytes: [0x1f, 0x8b] },
  { what: "a program", bytes: [0x7f, 0x45, 0x4c, 0x46] },
];

export interface FileToAdmit {
  readonly name: string;
  readonly sizeBytes: number;
  /** At least the first eight bytes. */
  readonly head: Uint8Array;
  /** Null when the container is unknown to the browser's reader. */
  readonly facts: FileFacts | null;
}

/** Why a file is not worth sending, in words; null when it is. */
export function refusalOf({ name, sizeBytes, head, facts }: FileToAdmit): string | null {
  if (sizeBytes === 0) return "This file is empty (0 bytes).";
  if (facts) return null;
  const other = otherKinds.find(({ bytes }) => bytes.every((byte, place) => head[place] === byte));
  if (other) return `This is ${other.what}, not video or audio.`;
  if (mediaExtensions.test(name)) return null;
  return "This is neither video nor audio.";
}

/** Why a destination does not take a file, in words; null when it does. */
export function sizeRefusalOf(sizeBytes: number, maxSizeBytes: number | null): string | null {
  if (maxSizeBytes === null || sizeBytes <= maxSizeBytes) return null;
  return `Too large: ${inUnits(sizeBytes)}, and this destination takes up to ${inUnits(maxSizeBytes)}.`;
}

function inUnits(bytes: number): string {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toLocaleString("en", { maximumFractionDigits: 1 })} ${["B", "kB", "MB", "GB", "TB"][power]}`;
}
