import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type { StreamedBody } from "../../outgoing-request.ts";
import type { LocalFile } from "./local-file.ts";

/** A multipart body that holds the file alone, as the reference's client sends it (`telestream.md` §6.1, §8.1). */
export function fileForm(file: LocalFile): StreamedBody {
  const boundary = randomBytes(16).toString("hex");
  const name = file.name.replace(/[\r\n"]/g, (sign) => encodeURIComponent(sign));
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
      "Content-Type: application/octet-stream\r\n\r\n",
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* body() {
    yield head;
    yield* file.read(0, file.sizeBytes);
    yield tail;
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: head.length + file.sizeBytes + tail.length,
    open: () => Readable.from(body(), { objectMode: false }),
  };
}
