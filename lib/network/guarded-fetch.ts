import type { Readable } from "node:stream";
import { type Dispatcher, request } from "undici";
import { parseAllowList } from "./allow-list.ts";
import { CallTimeoutError, ResponseTooLargeError, TooManyRedirectsError } from "./errors.ts";
import { guardedAgent } from "./guarded-agent.ts";
import { parsePublicUrl, type Resolver, systemResolver } from "./public-url.ts";

export interface GuardedFetchOptions {
  /** Hosts, addresses or CIDRs, each optionally with `:port`, that may be reached although private. */
  readonly allowPrivate: readonly string[];
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
  /** Milliseconds for everything: name, connection, redirects, the answer's last byte. `Infinity` for streams. */
  readonly timeoutMs: number;
  /** Milliseconds the other side may stay silent, before its headers or between bytes. */
  readonly idleTimeoutMs?: number;
  /** Bytes of the answer's body; a longer one is an error, not cut. `Infinity` for streams. */
  readonly maxBytes: number;
  /** 0 hands a redirect to the caller as the answer it is. */
  readonly maxRedirects: number;
  readonly signal?: AbortSignal;
  readonly resolver?: Resolver;
}

export interface GuardedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  /** The body, once. Throws `ResponseTooLargeError`, `CallTimeoutError`, or the connection's error. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body in memory: give a small `maxBytes`. */
  bytes(): Promise<Buffer>;
  /** Ends the connection without reading the rest. */
  discard(): void;
}

/** The other origin was not given these by the caller. */
const secretHeaders = new Set(["authorization", "cookie", "proxy-authorization", "x-api-key"]);
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches an address that came from outside, only from where such addresses may lead: http(s), web ports,
 * public addresses, each redirect checked like the first address, the connection made to the very address
 * that was checked. Throws `BlockedAddressError`, `CallTimeoutError`, `TooManyRedirectsError`, the signal's
 * reason, or the connection's error. The caller reads or discards the body.
 */
export async function guardedFetch(
  given: string | URL,
  options: GuardedFetchOptions,
): Promise<GuardedResponse> {
  const allowList = parseAllowList(options.allowPrivate);
  const dispatcher = guardedAgent(options.allowPrivate, options.resolver ?? systemResolver);
  const first = parsePublicUrl(given, allowList);
  const deadline = startDeadline(first.host, options);

  try {
    let hop: Hop = {
      url: first,
      method: options.method ?? "GET",
      headers: { "accept-encoding": "identity", ...options.headers },
      body: options.body ?? null,
    };
    for (let redirects = 0; ; redirects++) {
      const answer = await request(hop.url, {
        dispatcher,
        method: hop.method,
        headers: hop.headers,
        body: hop.body,
        signal: deadline.signal,
        headersTimeout: options.idleTimeoutMs ?? 30_000,
        bodyTimeout: options.idleTimeoutMs ?? 30_000,
      });
      const location = redirectStatuses.has(answer.statusCode) ? answer.headers.location : undefined;
      if (typeof location !== "string" || options.maxRedirects === 0) {
        return toGuardedResponse(answer, hop, options.maxBytes, deadline);
      }
      answer.body.on("error", () => {}).destroy();
      if (redirects >= options.maxRedirects)
        throw new TooManyRedirectsError(first.host, options.maxRedirects);
      hop = follow(hop, answer.statusCode, parsePublicUrl(new URL(location, hop.url), allowList));
    }
  } catch (error) {
    deadline.stop();
    throw deadline.explain(error);
  }
}

interface Hop {
  readonly url: URL;
  readonly method: NonNullable<GuardedFetchOptions["method"]>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Readable | null;
}

function follow(from: Hop, status: number, url: URL): Hop {
  const headers =
    url.origin === from.url.origin
      ? from.headers
      : Object.fromEntries(
          Object.entries(from.headers).filter(([name]) => !secretHeaders.has(name.toLowerCase())),
        );
  const keepsBody = status === 307 || status === 308 || from.method === "GET" || from.method === "HEAD";
  return keepsBody ? { ...from, url, headers } : { url, headers, method: "GET", body: null };
}

interface Deadline {
  readonly signal: AbortSignal;
  stop(): void;
  /** The caller's own reason or our time limit, when one of those is why the call failed. */
  explain(error: unknown): unknown;
}

function startDeadline(host: string, options: GuardedFetchOptions): Deadline {
  const controller = new AbortController();
  const timedOut = new CallTimeoutError(host, options.timeoutMs);
  const timer = Number.isFinite(options.timeoutMs)
    ? setTimeout(() => controller.abort(timedOut), options.timeoutMs)
    : undefined;
  const signal = options.signal ? AbortSignal.any([options.signal, controller.signal]) : controller.signal;
  return {
    signal,
    stop: () => clearTimeout(timer),
    explain(error) {
      if (options.signal?.aborted) return options.signal.reason;
      if (controller.signal.aborted || isIdleTimeout(error)) return timedOut;
      return error;
    },
  };
}

const idleCodes = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);
const isIdleTimeout = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" && idleCodes.has(error.code);

function toGuardedResponse(
  answer: Dispatcher.ResponseData,
  { url, method }: Hop,
  maxBytes: number,
  deadline: Deadline,
): GuardedResponse {
  const discard = () => {
    deadline.stop();
    // Destroying an unread body reports an abort on it, which nobody is waiting for any more.
    answer.body.on("error", () => {}).destroy();
  };
  const declared = method === "HEAD" ? 0 : Number(answer.headers["content-length"] ?? 0);
  async function* read() {
    let received = 0;
    try {
      if (declared > maxBytes) throw new ResponseTooLargeError(url.host, maxBytes);
      for await (const chunk of answer.body) {
        received += chunk.length;
        if (received > maxBytes) throw new ResponseTooLargeError(url.host, maxBytes);
        yield chunk;
      }
    } catch (error) {
      throw deadline.explain(error);
    } finally {
      discard();
    }
  }
  const body = read();
  return {
    status: answer.statusCode,
    headers: toPlainHeaders(answer.headers),
    url,
    body,
    async bytes() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    discard,
  };
}

function toPlainHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}
