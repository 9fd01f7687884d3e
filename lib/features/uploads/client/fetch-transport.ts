import { toPartBody } from "./part-body.ts";
import { LineError, type TransportAnswer, type UploadTransport } from "./ports.ts";
import { parseRetryAfter } from "./retry-delay.ts";

const callTimeoutMs = 30_000;
/** A part that takes longer than this is on a line too slow to tell from a dead one. */
const partTimeoutMs = 10 * 60_000;
const longestAnswer = 1_000_000;

/** `fetch` as the upload engine's line. It cannot see bytes leave: a part counts once it has arrived. */
export const fetchTransport: UploadTransport = {
  call: ({ method, url, headers, body }, signal) =>
    ask(
      url,
      { method, ...(headers && { headers }), ...(body !== undefined && { body }) },
      signal,
      callTimeoutMs,
    ),
  sendPart: async ({ url, headers, bytes, form }, { signal, onSent }) => {
    const body = toPartBody(bytes, form);
    const answer = await ask(url, { method: "POST", headers, body }, signal, partTimeoutMs);
    onSent(bytes.size);
    return answer;
  },
};

async function ask(
  url: string,
  init: RequestInit,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<TransportAnswer> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    // No cookies: a provider on another origin has no business with the dashboard's session.
    const response = await fetch(url, { ...init, signal: limit, credentials: "omit", redirect: "error" });
    const text = await response.text();
    if (text.length > longestAnswer) throw new LineError("The answer is longer than any that was asked for.");
    return {
      status: response.status,
      text,
      retryAfterMs: parseRetryAfter(response.headers.get("retry-after"), Date.now()),
    };
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof LineError) throw cause;
    throw new LineError("The connection broke.", { cause });
  }
}
