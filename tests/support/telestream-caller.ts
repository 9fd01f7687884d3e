import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { signedParameters } from "#lib/providers/telestream/signature.ts";

const credentialsFile = z.object({
  telestream: z.object({
    baseUrl: z.url(),
    accessKey: z.string(),
    secretKey: z.string(),
    factoryId: z.string(),
  }),
});
export type TelestreamCredentials = z.output<typeof credentialsFile>["telestream"];

const uploadSession = z.object({
  id: z.string(),
  location: z.url(),
  parts: z.coerce.number(),
  part_size: z.coerce.number(),
});
export type UploadSession = z.output<typeof uploadSession>;

export async function readTelestreamCredentials(dataDir: string): Promise<TelestreamCredentials> {
  const text = await readFile(path.join(dataDir, "engine", "credentials.json"), "utf8");
  return credentialsFile.parse(JSON.parse(text)).telestream;
}

/**
 * A load generator's view of the Telestream protocol: signs, sends, and hands back what came. It knows nothing of
 * our client, so that it can be a witness for it.
 */
export class TelestreamCaller {
  readonly #credentials: TelestreamCredentials;

  constructor(credentials: TelestreamCredentials) {
    this.#credentials = credentials;
  }

  call(method: string, resource: string, parameters: Record<string, string> = {}): Promise<Response> {
    return this.#send(method, resource, parameters, AbortSignal.timeout(30_000));
  }

  async #send(
    method: string,
    resource: string,
    parameters: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Response> {
    const base = new URL(this.#credentials.baseUrl);
    const signed = signedParameters(
      this.#credentials,
      { method, host: base.host, path: resource, parameters },
      new Date(),
    );
    const query = new URLSearchParams(signed);
    return fetch(new URL(`/v3.0${resource}?${query}`, base), { method, signal });
  }

  /** The body of an answer that does not end by itself. */
  async stream(resource: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const answer = await this.#send("GET", resource, {}, signal);
    if (!answer.ok || !answer.body) throw new Error(`GET ${resource} answered ${answer.status}`);
    return answer.body;
  }

  async json<T>(
    schema: z.ZodType<T>,
    method: string,
    resource: string,
    parameters?: Record<string, string>,
  ): Promise<T> {
    const answer = await this.call(method, resource, parameters);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${resource} answered ${answer.status}: ${text}`);
    return schema.parse(JSON.parse(text));
  }

  openUpload(fileName: string, sizeBytes: number, profiles: string): Promise<UploadSession> {
    return this.json(uploadSession, "POST", "/videos/upload.json", {
      file_name: fileName,
      file_size: String(sizeBytes),
      profiles,
      multi_chunk: "true",
    });
  }
}

const missingParts = z.object({ missing_parts: z.array(z.number()) });

/** What the session still lacks; empty once it is complete (`telestream.md` §6.4: an empty body for v3.0). */
export async function listMissingParts(session: UploadSession): Promise<number[]> {
  const answer = await fetch(session.location, { signal: AbortSignal.timeout(10_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${session.location} answered ${answer.status}: ${text}`);
  return text === "" ? [] : missingParts.parse(JSON.parse(text)).missing_parts;
}

const finishedVideo = z.object({ id: z.string(), status: z.string() });

/** Sends one part. Answers the video once the file is whole, undefined before. */
export async function sendPart(
  session: UploadSession,
  part: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ id: string } | undefined> {
  const answer = await fetch(session.location, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", "x-part": String(part) },
    body: bytes,
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`part ${part} answered ${answer.status}: ${text}`);
  return text === "" ? undefined : finishedVideo.parse(JSON.parse(text));
}
