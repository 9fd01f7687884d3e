import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { headerOf, type RawEvent, UnreadableEvent } from "./normal-event.ts";

/** What a packed body may unfold to. */
const maxOutputLength = 10_000_000;
const unpackers: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength }),
  deflate: (bytes) => inflateSync(bytes, { maxOutputLength }),
  br: (bytes) => brotliDecompressSync(bytes, { maxOutputLength }),
};

/** The body as text. Throws `UnreadableEvent` for a packing or bytes that are no text. */
export function readText(event: RawEvent): string {
  const encoding = (headerOf(event, "content-encoding") ?? "identity").trim().toLowerCase();
  try {
    const unpack = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
    if (!unpack && encoding !== "identity") throw new Error(`"${encoding}" is not known`);
    const bytes = unpack ? unpack(event.body) : event.body;
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UnreadableEvent("The body is not readable text.", { cause: error });
  }
}

/** The body as JSON. Throws `UnreadableEvent`. */
export function readJson(event: RawEvent): unknown {
  try {
    return JSON.parse(readText(event));
  } catch (error) {
    if (error instanceof UnreadableEvent) throw error;
    throw new UnreadableEvent("The body is not JSON.", { cause: error });
  }
}

/** The body as urlencoded pairs. */
export function readForm(event: RawEvent): URLSearchParams {
  return new URLSearchParams(readText(event));
}

/** True when the body is a form, by what its sender says or, where nothing is said, by how it begins. */
export function isForm(event: RawEvent): boolean {
  const type = headerOf(event, "content-type")?.toLowerCase();
  if (type?.includes("json")) return false;
  if (type?.includes("x-www-form-urlencoded")) return true;
  return !/^\s*[[{]/.test(Buffer.from(event.body.subarray(0, 64)).toString("latin1"));
}
