import type { Readable } from "node:stream";
import type { z } from "zod";
import type { ProviderId } from "#lib/domain/provider-id.ts";
import type { Resolver } from "#lib/network/public-url.ts";
import type { Breaker } from "./breaker.ts";
import type { Form, Query } from "./encoding.ts";
import type { Method, OutgoingRequest, StreamedBody } from "./outgoing-request.ts";
import type { CallOptions } from "./provider.ts";

export interface ElsewhereCall extends CallOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable;
  readonly idleTimeoutMs?: number;
}

export interface ElsewhereAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Counts a provider's limits and keeps calls below them. */
export interface CallPace {
  /** Milliseconds this call should wait before it is sent; 0 when it may go now. */
  waitMs(request: { method: Method; path: string }, nowMs: number): number;
  /** Told of every answer's headers, refusals included. */
  observe(
    request: { method: Method; path: string },
    headers: Readonly<Record<string, string>>,
    nowMs: number,
  ): void;
}

export interface HttpOptions {
  readonly provider: ProviderId;
  /** Without a trailing slash; may contain a path. */
  readonly baseUrl: string;
  /** Entries as in `REELYARD_ALLOW_PRIVATE_URLS`. */
  readonly allowPrivate: readonly string[];
  /** Adds what authenticates a request. Called anew for every attempt, so a signature is as young as it. */
  readonly prepare?: (request: OutgoingRequest) => OutgoingRequest;
  readonly resolver?: Resolver;
  readonly breaker?: Breaker;
  readonly pace?: CallPace;
  /** Between 0 and 1, for jitter. */
  readonly random?: () => number;
  readonly sleep?: (delayMs: number, signal?: AbortSignal) => Promise<void>;
  readonly now?: () => number;
}

export interface HttpCall<T> extends CallOptions {
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Form;
  readonly json?: unknown;
  readonly multipart?: FormData;
  readonly body?: StreamedBody;
  /** What the answer must be. Without one the answer is handed over as parsed JSON, undefined when empty. */
  readonly schema?: z.ZodType<T>;
  /** Bytes of the answer, default 10 MB. */
  readonly maxBytes?: number;
  /** True for a POST that only reads: may be sent again after a failure. GET always may. */
  readonly isSafe?: boolean;
  /** Asks even a host that failed a moment ago: for a person who pressed "Test". No repeats either. */
  readonly isProbe?: boolean;
}
