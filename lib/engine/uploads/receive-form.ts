import { rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { Busboy, type BusboyFileStream, type BusboyInstance } from "@fastify/busboy";
import type { IncomingFiles } from "./incoming-files.ts";
import { receiveBytes } from "./receive-bytes.ts";

export interface ReceivedFile {
  /** In the directory of incoming files; whoever takes it moves it, `dispose` removes what is left. */
  readonly path: string;
  /** As the sender has it. */
  readonly fileName: string;
  readonly sizeBytes: number;
}

export interface ReceivedForm {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file: ReceivedFile | undefined;
  dispose(): Promise<void>;
}

/** A form that was not received; the message is for its sender. */
export class FormError extends Error {
  override readonly name = "FormError";
  readonly reason: "broken" | "too-large" | "too-slow";

  constructor(reason: FormError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface ReceiveFormOptions {
  readonly incoming: Pick<IncomingFiles, "openIncoming" | "receiving">;
  /** Of the file. */
  readonly maxBytes: number;
  /** Names of the part that is the file; the first one is taken. Default `file`. */
  readonly fileNames?: readonly string[];
  /**
   * Called with the fields that came before the file, ahead of its first byte on disk. What it throws ends the
   * form, so that a stranger's file costs nothing.
   */
  readonly admit?: (fields: ReceivedForm["fields"]) => Promise<void>;
}

const limits = { fields: 100, fieldSize: 64 * 1024, fieldNameSize: 200, files: 1, parts: 101 };

/**
 * A multipart form with or without a file, the file straight to disk whatever its size. Throws `FormError` when the
 * form is broken, too large, or its sender too slow; nothing stays on disk then.
 */
export async function receiveForm(req: IncomingMessage, options: ReceiveFormOptions): Promise<ReceivedForm> {
  const busboy = openBusboy(req.headers["content-type"] ?? "");
  const fileNames = options.fileNames ?? ["file"];
  const fields: [string, string][] = [];
  let receiving: Promise<ReceivedFile> | undefined;
  let fileStream: Readable | undefined;
  let fault: FormError | undefined;
  const dispose = async () => {
    const file = await receiving?.catch(() => undefined);
    if (file) await rm(file.path, { force: true });
  };

  busboy.on("field", (name: string, value: string, isNameCut: boolean, isValueCut: boolean) => {
    if (isNameCut || isValueCut) fault ??= new FormError("broken", "A form field is too long");
    fields.push([name, value]);
  });
  busboy.on("file", (name: string, stream: BusboyFileStream, fileName: string) => {
    // A form that ends in the middle of a part says so here too, perhaps before anybody reads the part.
    stream.on("error", () => {});
    if (!fileNames.includes(name) || receiving) {
      stream.resume();
      return;
    }
    fileStream = stream;
    receiving = receiveFile(stream, fileName, [...fields], options).catch((error: unknown) => {
      busboy.destroy(error instanceof Error ? error : new Error("The file could not be received."));
      throw error;
    });
    receiving.catch(() => {});
  });
  for (const limit of ["partsLimit", "filesLimit", "fieldsLimit"] as const) {
    busboy.on(limit, () => {
      fault ??= new FormError("broken", "The form has too many parts");
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
    if (error instanceof FormError) throw error;
    throw new FormError("broken", "The form ended early or is broken");
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
    throw new FormError("broken", "The form's content type has no boundary");
  }
}

async function receiveFile(
  stream: Readable,
  fileName: string,
  fieldsBefore: ReceivedForm["fields"],
  { incoming, maxBytes, admit }: ReceiveFormOptions,
): Promise<ReceivedFile> {
  await admit?.(fieldsBefore);
  if (stream.destroyed) throw new FormError("broken", "The file ended early");
  const opened = await incoming.openIncoming();
  try {
    const received = await receiveBytes(stream, {
      ...incoming.receiving,
      fd: opened.handle.fd,
      position: 0,
      limit: maxBytes,
      signal: new AbortController().signal,
      onWritten: () => {},
    });
    switch (received.outcome) {
      case "ended":
        return { path: opened.path, fileName, sizeBytes: received.bytes };
      case "too-long":
        throw new FormError("too-large", `A file may have at most ${maxBytes} bytes`);
      case "too-slow":
        throw new FormError("too-slow", "The upload is slower than this server accepts");
      default:
        throw new FormError("broken", "The file ended early");
    }
  } catch (error) {
    await rm(opened.path, { force: true });
    throw error;
  } finally {
    await opened.handle.close();
  }
}
