import { z } from "zod";
import {
  acceptedUpload,
  chunkStanding,
  takenNames,
  uploadProgressAnswer,
  uploadTicket,
} from "../../schema.ts";
import { BackendError, LineError, type UploadBackend } from "../ports.ts";

const timeoutMs = 20_000;
const standingAnswer = z.object({ standing: chunkStanding });
const failure = z.object({ error: z.object({ message: z.string() }) });

/** The dashboard's routes, as the upload engine calls them from a page. */
export const dashboardBackend: UploadBackend = {
  async sign(input, signal) {
    const ticket = await ask("/api/uploads/sign", uploadTicket, { body: input, signal });
    // A local engine's addresses are relative to this page; requests and workers want them whole.
    const absolute = (url: string) => new URL(url, location.origin).href;
    if (ticket.kind === "chunks") return { ...ticket, url: absolute(ticket.url) };
    const { request, bases } = ticket;
    return {
      ...ticket,
      request: { ...request, url: absolute(request.url) },
      bases: { server: bases.server, browser: absolute(bases.browser) },
    };
  },
  async standing(input, signal) {
    const { standing } = await ask("/api/uploads/standing", standingAnswer, { body: input, signal });
    return standing;
  },
  async release(input) {
    await ask("/api/uploads/release", z.unknown(), { body: input, keepalive: true });
  },
  accept: (input, signal) => ask("/api/uploads/accept", acceptedUpload, { body: input, signal }),
  async end(input) {
    // `keepalive`: a cancel from a page that is closing still arrives.
    await ask("/api/uploads/end", z.unknown(), { body: input, keepalive: true });
  },
  async progress(assetId, signal) {
    const query = new URLSearchParams({ assetId });
    const { progress } = await ask(`/api/uploads/progress?${query}`, uploadProgressAnswer, { signal });
    return progress ?? undefined;
  },
};

/** Of these names, those that a video in the connection already carries. */
export async function findTakenNames(
  connectionId: string,
  fileNames: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const answer = await ask("/api/uploads/names", takenNames, { body: { connectionId, fileNames }, signal });
  return new Set(answer.fileNames);
}

async function ask<T>(
  path: string,
  schema: z.ZodType<T>,
  { body, signal, keepalive }: { body?: unknown; signal?: AbortSignal; keepalive?: boolean },
): Promise<T> {
  const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
      ...(keepalive && { keepalive }),
      signal: AbortSignal.any(limits),
    });
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new LineError("The dashboard cannot be reached.", { cause });
  }
  const given = parseJson(text);
  if (response.ok) return schema.parse(given);
  const told = failure.safeParse(given).data?.error.message ?? "The dashboard could not do that.";
  throw new BackendError(told, response.status >= 500 || response.status === 429 || response.status === 408);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
