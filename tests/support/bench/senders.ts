import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { Agent, request } from "node:http";
import { pipeline } from "node:stream/promises";
import type { UploadSession } from "#tests/support/telestream-caller.ts";

interface Sent {
  readonly status: number;
  readonly body: string;
}

/** One request on bare node:http; `write` gives the body. */
async function send(
  url: string,
  options: { method: string; headers: Record<string, string>; agent: Agent },
  write: (outgoing: ReturnType<typeof request>) => Promise<unknown> | unknown,
): Promise<Sent> {
  const outgoing = request(url, options);
  const answered = new Promise<Sent>((resolve, reject) => {
    outgoing.once("error", reject);
    outgoing.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
  });
  await write(outgoing);
  const sent = await answered;
  if (sent.status >= 400) throw new Error(`${url} answered ${sent.status}: ${sent.body}`);
  return sent;
}

/** The whole file in one PUT, streamed. */
export async function putFile(url: string, file: string): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const headers = { "content-length": String((await stat(file)).size) };
  await send(url, { method: "PUT", headers, agent }, (outgoing) =>
    pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), outgoing),
  );
  agent.destroy();
}

/**
 * Sends the given parts of the file, several at a time. Answers how many bytes of body were handed over and how
 * long the request that completed the file took from its last byte on.
 */
export async function sendParts(
  session: UploadSession,
  file: string,
  { parts, parallel, onPart }: { parts: readonly number[]; parallel: number; onPart?: () => void },
): Promise<{ completeMs: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: parallel });
  const handle = await open(file);
  const { size } = await handle.stat();
  const waiting = [...parts];
  let completeMs = Number.NaN;
  const lane = async () => {
    const buffer = Buffer.allocUnsafe(session.part_size);
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const from = part * session.part_size;
      const length = Math.min(session.part_size, size - from);
      await readExactly(handle, buffer, length, from);
      const headers = {
        "content-type": "application/octet-stream",
        "content-length": String(length),
        "x-part": String(part),
      };
      const startedAt = performance.now();
      const { body } = await send(session.location, { method: "POST", headers, agent }, (outgoing) =>
        outgoing.end(buffer.subarray(0, length)),
      );
      if (body !== "") completeMs = performance.now() - startedAt;
      onPart?.();
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, lane));
  } finally {
    agent.destroy();
    await handle.close();
  }
  return { completeMs };
}

export async function readExactly(
  handle: FileHandle,
  buffer: Buffer,
  length: number,
  position: number,
): Promise<void> {
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw new Error("The file ended before its size.");
    done += bytesRead;
  }
}
