import { rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { Busboy, type BusboyFileStream, type BusboyInstance } from "@fastify/busboy";
import type { Pair } from "#lib/providers/telestream/signature.ts";
import { receiveBytes } from "../../uploads/receive-bytes.ts";
import type { UploadSessions } from "../../uploads/upload-sessions.ts";
import { badRequest, fileSizeLimitExceeded, TelestreamProblem } from "./problems.ts";

export interface ReceivedFile {
  /** In the uploads directory; whoever takes it moves it, `dispose` removes what is left. */
  readonly path: string;
  /** As the sender has it. */
  readonly fileName: string;
  readonly sizeBytes: number;
}

export interface ReceivedForm {
  readonly fields: readonly Pair[];
  readonly file: ReceivedFile | undefined;
  dispose(): Promise<void>;
}

const limits = { fields: 100, fieldSize: 64 * 1024, fieldNameSize: 200, files: 1, parts: 101 };

/**
 * A multipart form with a file, straight to disk whatever its size. Throws the protocol's problem when the form
 * is broken, too large, or its sender too slow; nothing stays on disk then.
 */
export async function receiveForm(
  req: IncomingMessage,
  options: { sessions: UploadSessions; maxBytes: number },
): Promise<ReceivedForm> {
  const contentType = req.headers["content-type"] ?? "";
  const busboy = openBusboy(contentType);
  const fields: Pair[] = [];
  let receiving: Promise<ReceivedFile> | undefined;
  let fileStream: Readable | undefined;
  let fault: TelestreamProblem | undefined;
  const dispose = async () => {
    const file = await receiving?.catch(() => undefined);
    if (file) await rm(file.path, { force: true });
  };

  busboy.on("field", (name: string, value: string, isNameCut: boolean, isValueCut: boolean) => {
    if (isNameCut || isValueCut) fault ??= badRequest("A form field is too long");
    fields.push([name, value]);
  });
  busboy.on("file", (name: string, stream: BusboyFileStream, fileName: string) => {
    if (name !== "file" || receiving) {
      stream.resume();
      return;
    }
    fileStream = stream;
    receiving = receiveFile(stream, fileName, options).catch((error: unknown) => {
      busboy.destroy(error instanceof Error ? error : new Error("The file could not be received."));
      throw error;
    });
    receiving.catch(() => {});
  });
  for (const limit of ["partsLimit", "filesLimit", "fieldsLimit"] as const) {
    busboy.on(limit, () => {
      fault ??= badRequest("The form has too many parts");
    });
  }
  try {
    await parse(req, busboy);
    if (fault) throw fault;
    const file = await receiving;
    return { fields, file, dispose };
  } catch (error) {
    fileStream?.destroy();
    // What ended the file explains more than the broken pipe it left.
    const cause = await receiving?.then(() => undefined).catch((reason: unknown) => reason);
    await dispose();
    if (fault) throw fault;
    if (cause instanceof Error) throw cause;
    if (error instanceof TelestreamProblem) throw error;
    throw badRequest("The form ended early or is broken");
  }
}

/** Not `pipeline`: that would cut the connection of a refused sender before it could read why. */
function parse(req: IncomingMessage, busboy: BusboyInstance): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onCut = () => {
    if (!req.complete) reject(new Error("The connection broke."));
  };
  busboy.once("finish", resolve).on("error", reject);
  req.once("close", onCut).once("error", reject);
  req.pipe(busboy);
  return promise.finally(() => {
    req.unpipe(busboy);
    req.off("close", onCut);
  });
}

function openBusboy(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { "content-type": contentType }, limits });
  } catch {
    throw badRequest("The form's content type has no boundary");
  }
}

async function receiveFile(
  stream: Readable,
  fileName: string,
  { sessions, maxBytes }: { sessions: UploadSessions; maxBytes: number },
): Promise<ReceivedFile> {
  const incoming = await sessions.openIncoming();
  try {
    const received = await receiveBytes(stream, {
      ...sessions.receiving,
      fd: incoming.handle.fd,
      position: 0,
      limit: maxBytes,
      signal: new AbortController().signal,
      onWritten: () => {},
    });
    switch (received.outcome) {
      case "ended":
        return { path: incoming.path, fileName, sizeBytes: received.bytes };
      case "too-long":
        throw fileSizeLimitExceeded(maxBytes);
      case "too-slow":
        throw new TelestreamProblem(408, "RequestTimeout", "The upload is slower than this server accepts");
      default:
        throw badRequest("The file ended early");
    }
  } catch (error) {
    await rm(incoming.path, { force: true });
    throw error;
  } finally {
    await incoming.handle.close();
  }
}
