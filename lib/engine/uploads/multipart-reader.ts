import { Readable } from "node:stream";

export interface MultipartHeader {
  readonly name: string;
  /** Of a part that is a file. */
  readonly fileName: string | undefined;
}

/** The form is not one; the message is for its sender. */
export class MultipartError extends Error {
  override readonly name = "MultipartError";
}

const longestHeader = 16 * 1024;
const longestField = 64 * 1024;
const mostParts = 20;

/** A file's bytes on their way: the request is held back while nobody takes them. */
class FileStream extends Readable {
  readonly #resume: () => void;

  constructor(resume: () => void) {
    super({ highWaterMark: 1024 * 1024 });
    this.#resume = resume;
  }

  override _read(): void {
    this.#resume();
  }
}

export interface MultipartFile {
  readonly fileName: string;
  readonly stream: Readable;
  /** Of the request's body, before the file's first byte. */
  readonly bytesBefore: number;
  /** Those that came before it. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface MultipartHandlers {
  /** Called when a file begins; its stream must be read or destroyed. Later files are thrown away and counted. */
  readonly onFile: (file: MultipartFile) => void;
}

export interface ReadForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly fileCount: number;
}

/**
 * Reads a multipart form at the speed it comes: its parts are found by one search for the boundary in each piece,
 * and a file's bytes go on as the pieces they came in. Rejects with `MultipartError` for a broken form and with
 * `Error` when the line breaks; the file's stream is destroyed then.
 */
export function readMultipart(
  req: Readable,
  boundary: string,
  handlers: MultipartHandlers,
): Promise<ReadForm> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadForm>();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const fields = new Map<string, string>();
  let fileCount = 0;
  let partCount = 0;
  let state: "preamble" | "after-delimiter" | "header" | "body" | "end" = "preamble";
  // The first delimiter has no line before it.
  let rest: Buffer = Buffer.from("\r\n");
  let consumed = -2;
  let part: MultipartHeader | undefined;
  let file: FileStream | undefined;
  let field: Buffer[] = [];
  let fieldBytes = 0;
  let isSettled = false;

  const settle = (error?: Error) => {
    if (isSettled) return;
    isSettled = true;
    req.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onClose);
    req.on("error", () => {});
    if (error) {
      file?.destroy(error);
      reject(error);
    } else resolve({ fields, fileCount });
  };

  const give = (bytes: Buffer) => {
    if (bytes.length === 0) return;
    if (file) {
      if (!file.destroyed && !file.push(bytes)) req.pause();
      return;
    }
    if (part?.fileName !== undefined) return;
    fieldBytes += bytes.length;
    if (fieldBytes > longestField) throw new MultipartError("A field is too long.");
    field.push(Buffer.from(bytes));
  };

  const endPart = () => {
    if (file) file.push(null);
    else if (part && part.fileName === undefined)
      fields.set(part.name, Buffer.concat(field).toString("utf8"));
    file = undefined;
    part = undefined;
  };

  const beginPart = (header: MultipartHeader) => {
    if (++partCount > mostParts) throw new MultipartError("There are too many parts.");
    part = header;
    field = [];
    fieldBytes = 0;
    if (header.fileName === undefined) return;
    if (++fileCount > 1) return;
    file = new FileStream(() => {
      if (!isSettled) req.resume();
    });
    // Whoever takes it hears of what breaks it; here nothing is left to say.
    file.on("error", () => {});
    file.once("close", () => req.resume());
    handlers.onFile({ fileName: header.fileName, stream: file, bytesBefore: consumed, fields });
  };

  const take = (chunk: Buffer) => {
    let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    rest = Buffer.alloc(0);
    consumed += data.length;
    for (;;) {
      if (state === "end") return;
      if (state === "preamble" || state === "body") {
        const at = data.indexOf(delimiter);
        if (at < 0) {
          const held = heldBack(data, delimiter);
          if (state === "body") give(data.subarray(0, data.length - held));
          rest = data.subarray(data.length - held);
          consumed -= held;
          return;
        }
        if (state === "body") {
          give(data.subarray(0, at));
          endPart();
        }
        data = data.subarray(at + delimiter.length);
        state = "after-delimiter";
      }
      if (state === "after-delimiter") {
        if (data.length < 2) return keep(data);
        const next = data.toString("latin1", 0, 2);
        if (next === "--") {
          state = "end";
          return;
        }
        if (next !== "\r\n") throw new MultipartError("A boundary is not followed by a line.");
        data = data.subarray(2);
        state = "header";
      }
      if (state === "header") {
        const end = data.indexOf("\r\n\r\n");
        if (end < 0) {
          if (data.length > longestHeader) throw new MultipartError("A part's header is too long.");
          return keep(data);
        }
        const header = parseHeader(data.toString("utf8", 0, end));
        data = data.subarray(end + 4);
        consumed -= data.length;
        beginPart(header);
        consumed += data.length;
        state = "body";
      }
    }
  };

  const keep = (data: Buffer) => {
    rest = data;
    consumed -= data.length;
  };

  const onData = (chunk: Buffer) => {
    try {
      take(chunk);
    } catch (error) {
      settle(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const onEnd = () => settle(state === "end" ? undefined : new MultipartError("The form ends early."));
  const onBroken = (error: Error) => settle(error);
  const onClose = () => settle(new Error("The connection broke."));

  req.on("data", onData).once("end", onEnd).once("error", onBroken).once("close", onClose);
  return promise;
}

/** How much of the end may be the beginning of a delimiter. Mostly nothing: then the piece goes on uncopied. */
function heldBack(data: Buffer, delimiter: Buffer): number {
  const longest = Math.min(delimiter.length - 1, data.length);
  const tail = data.subarray(data.length - longest);
  for (let at = tail.indexOf(13); at >= 0; at = tail.indexOf(13, at + 1)) {
    if (delimiter.subarray(0, tail.length - at).equals(tail.subarray(at))) return tail.length - at;
  }
  return 0;
}

/** `form-data; name="file"; filename="a.mp4"`. Names are read as browsers and the vendor's clients write them. */
function parseHeader(text: string): MultipartHeader {
  const line = text.split("\r\n").find((one) => /^content-disposition\s*:/i.test(one));
  if (!line) throw new MultipartError("A part has no Content-Disposition.");
  const parameter = (name: string) => {
    const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, "i").exec(line);
    return found ? (found[1]?.replace(/\\(["\\])/g, "$1") ?? found[2])?.replace(/%22/g, '"') : undefined;
  };
  const extended = /;\s*filename\*=utf-8''([^;\s]+)/i.exec(line)?.[1];
  return { name: parameter("name") ?? "", fileName: decode(extended) ?? parameter("filename") };
}

function decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The boundary of a multipart form's content type; undefined when it is none. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const found = /^multipart\/form-data\s*;.*boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(
    contentType ?? "",
  );
  return found?.[1] ?? found?.[2];
}
