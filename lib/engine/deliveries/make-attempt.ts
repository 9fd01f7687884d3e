import { BlockedAddressError, CallTimeoutError } from "#lib/network/errors.ts";
import { type GuardedResponse, guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { DeliveryRow } from "../db/schema/delivery.ts";
import type { DeliveryAttempt } from "./types.ts";

const answerMs = 15_000;
const mostAnswerBytes = 64 * 1024;
const excerptCharacters = 1_000;

export interface AttemptContext {
  readonly allowPrivate: readonly string[];
  readonly now: Date;
  readonly signal: AbortSignal;
  /** For the whole answer; 15 s when absent. */
  readonly timeoutMs?: number;
}

/**
 * Sends once. Of an answer the beginning is read and the rest left; one that breaks off before its end is no
 * answer, whatever status it began with. Throws only the signal's reason.
 */
export async function makeAttempt(
  row: Pick<DeliveryRow, "url" | "method" | "headers" | "body">,
  { allowPrivate, now, signal, timeoutMs = answerMs }: AttemptContext,
): Promise<DeliveryAttempt> {
  const startedMs = performance.now();
  const end = (rest: Pick<DeliveryAttempt, "status" | "error" | "responseExcerpt">): DeliveryAttempt => ({
    at: now,
    durationMs: Math.round(performance.now() - startedMs),
    ...rest,
  });
  let status: number | null = null;
  try {
    const response = await guardedFetch(row.url, {
      allowPrivate,
      method: row.method,
      headers: { "user-agent": "Reelyard-Engine", ...row.headers },
      body: row.body,
      timeoutMs,
      maxBytes: Number.POSITIVE_INFINITY,
      maxRedirects: 0,
      signal,
    });
    status = response.status;
    const responseExcerpt = await readBeginning(response);
    const isDelivered = status >= 200 && status <= 299;
    return end({ status, error: isDelivered ? null : sayStatus(status), responseExcerpt });
  } catch (error) {
    signal.throwIfAborted();
    return end({ status, error: sayFailure(error), responseExcerpt: "" });
  }
}

async function readBeginning(response: GuardedResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= mostAnswerBytes) break;
  }
  // What Postgres cannot store as text is the one character that text never needs.
  return Buffer.concat(chunks).toString("utf8").replaceAll("\0", "").slice(0, excerptCharacters);
}

const sayStatus = (status: number) =>
  status >= 300 && status <= 399
    ? `It answered ${status}; redirects are not followed.`
    : `It answered ${status}.`;

function sayFailure(error: unknown): string {
  if (error instanceof BlockedAddressError || error instanceof CallTimeoutError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: "The connection was refused.",
    ENOTFOUND: "The name of that server could not be resolved.",
    EAI_AGAIN: "The name of that server could not be resolved.",
    ECONNRESET: "The connection was reset.",
  };
  return known[code] ?? `The call broke off: ${error instanceof Error ? error.message : String(error)}`;
}
