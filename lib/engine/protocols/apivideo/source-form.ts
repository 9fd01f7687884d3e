import { rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import {
  boundaryOf,
  MultipartError,
  type MultipartFile,
  readMultipart,
} from "../../uploads/multipart-reader.ts";
import { receiveBytes } from "../../uploads/receive-bytes.ts";
import type { ChunkPlace, ChunkStore } from "./chunk-store.ts";
import { type ContentRange, largestChunk, smallestChunk } from "./content-range.ts";
import { contentRangeProblem, fileProblem, invalidPayload, noRoom, tooSlow } from "./problems.ts";

/** A chunk's bytes, here and as long as they should be. */
export interface ReceivedSource {
  readonly fileName: string;
  readonly length: number;
  readonly fields: ReadonlyMap<string, string>;
  /** In its upload, when that was known before its bytes came; else a file of its own. */
  readonly place: ChunkPlace | undefined;
  readonly incoming: string | undefined;
}

/** Where a file's bytes go; `videoId` undefined for those that do not belong to an upload yet. */
export type Placing = (
  file: MultipartFile,
  length: number | undefined,
) => Promise<{ videoId: string; position: number; place: ChunkPlace } | undefined>;

/**
 * Receives a form with one chunk (or the whole) of a source, straight to disk. Throws the document's problems; what
 * was written of a refused chunk counts for nothing.
 */
export async function receiveSource(
  req: IncomingMessage,
  store: ChunkStore,
  range: ContentRange,
  placing: Placing,
): Promise<ReceivedSource> {
  const boundary = boundaryOf(req.headers["content-type"]);
  if (boundary === undefined) throw fileProblem("uploaded-file-no-file");
  const announced = Number(req.headers["content-length"] ?? Number.NaN);
  if (announced > largestChunk + 1024 * 1024) throw fileProblem("uploaded-file-too-large");
  const lacking = await store.missingRoom(announced || 0);
  if (lacking > 0) throw noRoom(lacking);

  let receiving: Promise<Omit<ReceivedSource, "fields">> | undefined;
  const refusal = Promise.withResolvers<never>();
  refusal.promise.catch(() => {});
  const form = readMultipart(req, boundary, {
    onFile(file) {
      // A form that ends with its file, as all clients write it, has this much behind the file.
      const behind = boundary.length + 8;
      const length = Number.isNaN(announced) ? undefined : announced - file.bytesBefore - behind;
      receiving = receiveFile(file, store, range, placing, length);
      receiving.catch((error: unknown) => {
        file.stream.destroy();
        refusal.reject(error);
      });
    },
  });
  try {
    // A refused file is told of while its sender still sends.
    const { fields, fileCount } = await Promise.race([form, refusal.promise]);
    const file = await receiving;
    if (!file) throw fileProblem("uploaded-file-no-file");
    if (fileCount > 1) throw fileProblem("uploaded-file-multiple-files");
    checkLength(range, file.length);
    return { ...file, fields };
  } catch (error) {
    const file = await receiving?.catch(() => undefined);
    if (file?.incoming) await rm(file.incoming, { force: true });
    if (error instanceof MultipartError) throw invalidPayload();
    throw error;
  }
}

async function receiveFile(
  file: MultipartFile,
  store: ChunkStore,
  range: ContentRange,
  placing: Placing,
  length: number | undefined,
): Promise<Omit<ReceivedSource, "fields">> {
  const placed = await placing(file, length);
  const write = async (opened: { fd: number; position: number }, signal: AbortSignal): Promise<number> => {
    const received = await receiveBytes(file.stream, {
      ...store.receiving,
      ...opened,
      limit: range.notation === "bytes" ? range.to - range.from + 1 : largestChunk,
      signal,
      onWritten: () => {},
    }).catch(async (error: unknown) => {
      if (isDiskFull(error)) throw noRoom(Math.max(1, await store.missingRoom(length ?? 1)));
      throw error;
    });
    switch (received.outcome) {
      case "ended":
        return received.bytes;
      case "too-long":
        throw range.notation === "bytes" ? rangeMismatch() : fileProblem("uploaded-file-too-large");
      case "too-slow":
        throw tooSlow();
      default:
        throw new Error("The connection broke.");
    }
  };

  if (placed) {
    const { videoId, position, place } = placed;
    const bytes = await store.asSender(videoId, position, async (signal) => {
      const handle = await store.open(videoId, place.file);
      try {
        return await write({ fd: handle.fd, position: place.fileOffset }, signal);
      } finally {
        await handle.close();
      }
    });
    return { fileName: file.fileName, length: bytes, place, incoming: undefined };
  }
  const incoming = await store.openIncoming();
  try {
    const bytes = await write({ fd: incoming.handle.fd, position: 0 }, new AbortController().signal);
    return { fileName: file.fileName, length: bytes, place: undefined, incoming: incoming.path };
  } catch (error) {
    await rm(incoming.path, { force: true });
    throw error;
  } finally {
    await incoming.handle.close();
  }
}

const rangeMismatch = () =>
  contentRangeProblem("by-bytes-range-mismatch", "the file is not as long as the range.");

function checkLength(range: ContentRange, length: number): void {
  if (range.notation === "bytes") {
    if (length !== range.to - range.from + 1) throw rangeMismatch();
    return;
  }
  // The browser uploader's last part can be empty.
  const isLastPart = range.notation === "parts" && range.part === range.total;
  if (length === 0 && !(isLastPart && range.part > 1)) throw fileProblem("uploaded-file-empty");
  if (range.notation === "parts" && !isLastPart && length < smallestChunk) {
    throw contentRangeProblem(
      "by-part-uploaded-file-too-small",
      `a part but the last must have ${smallestChunk} bytes.`,
    );
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
