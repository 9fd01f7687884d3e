import type { Readable } from "node:stream";
import { type Form, type Query, toQueryString } from "./encoding.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A request before its body is encoded: what `prepare` may sign. */
export interface OutgoingRequest {
  readonly method: Method;
  /** Below the base URL, starting with a slash, already encoded. */
  readonly path: string;
  readonly query: Query;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as application/x-www-form-urlencoded. */
  readonly form?: Form;
  /** Sent as application/json. */
  readonly json?: unknown;
  /** Sent as multipart/form-data, from memory: for small files. */
  readonly multipart?: FormData;
  /** Sent as it is. */
  readonly body?: StreamedBody;
}

/** A body of any size, never whole in memory. Opened anew for every attempt. */
export interface StreamedBody {
  readonly contentType: string;
  readonly sizeBytes: number;
  open(): Readable;
}

/** The body as it goes over the wire, with the headers that say what it is; nothing for a request without one. */
export async function encodeBody(
  request: OutgoingRequest,
): Promise<{ body?: string | Uint8Array | Readable; headers?: Record<string, string> }> {
  if (request.body !== undefined) {
    const { contentType, sizeBytes } = request.body;
    return {
      body: request.body.open(),
      headers: { "content-type": contentType, "content-length": String(sizeBytes) },
    };
  }
  if (request.multipart !== undefined) {
    const encoded = new Response(request.multipart);
    const contentType = encoded.headers.get("content-type") ?? "multipart/form-data";
    return {
      body: new Uint8Array(await encoded.arrayBuffer()),
      headers: { "content-type": contentType },
    };
  }
  if (request.json !== undefined) {
    return { body: JSON.stringify(request.json), headers: { "content-type": "application/json" } };
  }
  if (request.form !== undefined) {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return { body: toQueryString(request.form), headers };
  }
  return {};
}
