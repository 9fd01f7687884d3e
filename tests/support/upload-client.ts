import { Buffer } from "node:buffer";
import { type ClientRequest, request } from "node:http";
import { z } from "zod";
import type { TelestreamEngine } from "./telestream-engine.ts";

const wireSession = z.object({
  id: z.string(),
  location: z.url(),
  parts: z.coerce.number().optional(),
  part_size: z.coerce.number().optional(),
  reelyard: z.object({ video_id: z.string() }),
});
export type TestSession = z.output<typeof wireSession>;

/** Opens a session; `multi_chunk` unless told otherwise. */
export async function openSession(
  engine: TelestreamEngine,
  sizeBytes: number,
  parameters: Record<string, string> = {},
): Promise<TestSession> {
  const answer = await engine.send("POST", "/videos/upload.json", {
    file_name: "movie.mp4",
    file_size: String(sizeBytes),
    profiles: "none",
    multi_chunk: "true",
    ...parameters,
  });
  if (answer.status !== 201) throw new Error(`No session: ${answer.status} ${await answer.text()}`);
  return wireSession.parse(await answer.json());
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request by hand: headers exactly as given, the body whenever the test says. */
export function openRequest(
  url: string,
  method: string,
  headers: Record<string, string | number>,
): { request: ClientRequest; answer: Promise<RawAnswer> } {
  const outgoing = request(url, { method, headers, agent: false });
  const answer = new Promise<RawAnswer>((resolve, reject) => {
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
  });
  answer.catch(() => {});
  return { request: outgoing, answer };
}

/** Sends bytes in one go. */
export function put(
  url: string,
  headers: Record<string, string | number>,
  bytes: Uint8Array,
  method = "PUT",
): Promise<RawAnswer> {
  const { request: outgoing, answer } = openRequest(url, method, {
    "content-type": "application/octet-stream",
    "content-length": bytes.length,
    ...headers,
  });
  outgoing.end(bytes);
  return answer;
}

export const sendPart = (session: TestSession, part: number, bytes: Uint8Array, headers = {}) =>
  put(session.location, { "x-part": part, ...headers }, bytes);

export const sendRange = (session: TestSession, range: string, bytes: Uint8Array) =>
  put(session.location, { "content-range": range, "cache-control": "no-cache" }, bytes, "POST");

const wireState = z.object({
  missing_parts: z.array(z.number()),
  reelyard: z.object({ received: z.record(z.string(), z.number()) }),
});

/** What the session lacks; undefined once it is complete. */
export async function readState(session: TestSession): Promise<z.output<typeof wireState> | undefined> {
  const answer = await fetch(session.location, { signal: AbortSignal.timeout(60_000) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`No state: ${answer.status} ${text}`);
  return text === "" ? undefined : wireState.parse(JSON.parse(text));
}

/** Cuts a file as the session says. */
export function partOf(session: TestSession, file: Buffer, part: number): Buffer {
  const size = session.part_size ?? file.length;
  return file.subarray(part * size, (part + 1) * size);
}
