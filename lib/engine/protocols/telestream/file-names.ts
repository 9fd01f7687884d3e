import path from "node:path";
import { badRequest } from "./problems.ts";

const longestNameBytes = 255;

/**
 * The name to show for an uploaded file: the last part of a path of either system (Python sends the whole local
 * path), without control characters, composed, at most 255 bytes. Never used as a name on our disk.
 */
export function toFileName(given: string): string {
  const base = given.split(/[\\/]/).at(-1) ?? "";
  const printable = base
    .replace(/\p{Cc}/gu, "")
    .normalize("NFC")
    .trim();
  if (Buffer.byteLength(printable) <= longestNameBytes) return printable;
  const extension = toExtname(printable);
  let stem = printable.slice(0, printable.length - extension.length);
  while (Buffer.byteLength(stem) + extension.length > longestNameBytes)
    stem = [...stem].slice(0, -1).join("");
  return stem + extension;
}

/** `.mp4`, lower case; empty for a name without a plain extension. */
export function toExtname(fileName: string): string {
  const extension = path.posix.extname(fileName).toLowerCase();
  return /^\.[a-z0-9]{1,10}$/.test(extension) ? extension : "";
}

/** The last part of a URL's path, decoded; the host when there is none. */
export function nameFromUrl(url: URL): string {
  const last = url.pathname.split("/").at(-1) ?? "";
  try {
    return toFileName(decodeURIComponent(last)) || url.hostname;
  } catch {
    return toFileName(last) || url.hostname;
  }
}

export interface PathWords {
  /** The video's or the encoding's own id. */
  readonly id: string;
  readonly videoId: string;
  readonly originalName: string;
  readonly date: Date;
  /** Profile name; `original` for a source. */
  readonly profile: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** Below a factory's files this folder is ours: posters, filmstrips, previews. */
export const ownFolder = "reelyard";

/** Checks a `path_format` (`telestream.md` §5.2): `:id` somewhere, no way out of the factory, no extension. */
export function readPathFormat(given: string | undefined): string {
  if (!given) return ":id";
  if (!/:id(?![a-z])/.test(given)) throw badRequest("path_format must contain :id");
  const isPlain = /^[A-Za-z0-9_:/-]+$/.test(given) && given.length <= 200;
  if (!isPlain || given.startsWith("/") || given.includes("//") || given.startsWith(`${ownFolder}/`)) {
    throw badRequest("path_format may contain letters, digits, _ - / and its keywords");
  }
  return given;
}

/** Fills in the keywords. What people typed (names) is reduced to characters that are safe in a path. */
export function toPath(format: string, words: PathWords): string {
  const isSource = words.profile === "original";
  const values: Readonly<Record<string, string>> = {
    id: words.id,
    video_id: words.videoId,
    original: toSlug(words.originalName.replace(/\.[^.]*$/, "")),
    date: words.date.toISOString().slice(0, 10),
    profile: toSlug(words.profile),
    type: isSource ? "original" : "encodings",
    resolution: words.width && words.height ? `${words.width}x${words.height}` : "auto",
  };
  return format.replace(
    /:(video_id|id|original|date|profile|type|resolution)(?![a-z])/g,
    (_whole, keyword: string) => values[keyword] ?? "",
  );
}

const toSlug = (text: string) => text.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[.-]+/, "") || "file";
