import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { ProviderError } from "../errors.ts";
import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";
import type { WireUrlData } from "./wire.ts";

/** A file of any size: its bytes are asked for once and never kept. */
export interface UploadFile {
  readonly name: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly stream: () => AsyncIterable<Uint8Array>;
}

/** The extension, as the SDKs send it: without a dot. */
export const videoTypeOf = (fileName: string) =>
  /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? "mp4";

/**
 * The second of three steps: every field verbatim and in order, then the file as the last part. Without the
 * account's credentials: the place is a bucket that knows the fields alone.
 */
export async function sendFile(
  http: Http,
  { url, fields }: WireUrlData,
  file: UploadFile,
  options: CallOptions = {},
): Promise<void> {
  const boundary = `reelyard-${randomBytes(16).toString("hex")}`;
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
  );
  const head = Buffer.from(
    `${parts.join("")}--${boundary}\r\nContent-Disposition: form-data; name="file"; ` +
      `filename="${quoted(file.name)}"\r\nContent-Type: ${file.mimeType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* body() {
    yield head;
    yield* file.stream();
    yield tail;
  }
  const status = await http.sendElsewhere(url, {
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": String(head.length + file.sizeBytes + tail.length),
    },
    body: Readable.from(body(), { objectMode: false }),
    ...options,
  });
  if (status < 200 || status > 299) {
    throw new ProviderError({
      provider: "ziggeo",
      kind: status >= 500 ? "provider_error" : "invalid",
      message: `The upload was refused with status ${status}.`,
      status,
    });
  }
}

const quoted = (text: string) => text.replace(/[\r\n"]/g, (sign) => encodeURIComponent(sign));
