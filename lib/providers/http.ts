import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { env } from "#lib/env.ts";
import { type GuardedResponse, guardedFetch } from "#lib/network/guarded-fetch.ts";
import { readAnswer, toStatusError } from "./answers.ts";
import { breakerFor } from "./breaker.ts";
import { type Query, toQueryString } from "./encoding.ts";
import { ProviderError } from "./errors.ts";
import { toFailureKind } from "./failures.ts";
import type { ElsewhereAnswer, ElsewhereCall, HttpCall, HttpOptions } from "./http-call.ts";
import { encodeBody, type Method, type OutgoingRequest } from "./outgoing-request.ts";
import type { CallOptions, ProviderAccount } from "./provider.ts";
import { backOffMs, isHostFailure, mayRepeat } from "./repeating.ts";

const defaultTimeoutMs = 15_000;
const defaultMaxBytes = 10_000_000;
const maxAttempts = 4;

/**
 * A provider's HTTP: base URL, authentication, time and size limits, schema. Reads, and any call answered
 * 429, are sent again up to three times with jittered back-off or after `Retry-After`, all within
 * `timeoutMs`. Every failure is a `ProviderError`, except the caller's own abort, which throws its reason.
 */
export class Http {
  readonly #options: HttpOptions;
  readonly #origin: string;

  constructor(options: HttpOptions) {
    this.#options = { ...options, baseUrl: options.baseUrl.replace(/\/+$/, "") };
    this.#origin = URL.parse(options.baseUrl)?.origin ?? options.baseUrl;
  }

  get<T = unknown>(path: string, call: HttpCall<T> = {}): Promise<T> {
    return this.#call("GET", path, call);
  }
  post<T = unknown>(path: string, call: HttpCall<T> = {}): Promise<T> {
    return this.#call("POST", path, call);
  }
  put<T = unknown>(path: string, call: HttpCall<T> = {}): Promise<T> {
    return this.#call("PUT", path, call);
  }
  patch<T = unknown>(path: string, call: HttpCall<T> = {}): Promise<T> {
    return this.#call("PATCH", path, call);
  }
  delete<T = unknown>(path: string, call: HttpCall<T> = {}): Promise<T> {
    return this.#call("DELETE", path, call);
  }

  /**
   * An answer without end, as its bytes arrive: one attempt, no limits on time or size. A POST where there is JSON
   * to send, else a GET.
   * @param options.idleTimeoutMs how long the line may be silent, default 60 s
   */
  async *stream(
    path: string,
    options: {
      query?: Query;
      headers?: Readonly<Record<string, string>>;
      json?: unknown;
      signal: AbortSignal;
      idleTimeoutMs?: number;
    },
  ): AsyncGenerator<Uint8Array> {
    try {
      const answer = await this.#send(options.json === undefined ? "GET" : "POST", path, options, {
        timeoutMs: Number.POSITIVE_INFINITY,
        maxBytes: Number.POSITIVE_INFINITY,
        idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
      });
      if (answer.status !== 200) throw await toStatusError(this.#options.provider, answer, this.#now());
      yield* answer.body;
    } catch (error) {
      throw this.#toProviderError(error, options.signal);
    }
  }

  /**
   * Sends bytes to an address that the provider named (a bucket), without what authenticates our calls. Once: the
   * body cannot be read again. Answers the status.
   */
  async sendElsewhere(
    url: string,
    options: CallOptions & { headers: Readonly<Record<string, string>>; body: Readable },
  ): Promise<number> {
    try {
      const answer = await this.#elsewhere("POST", url, options);
      answer.discard();
      return answer.status;
    } catch (error) {
      throw this.#toProviderError(error, options.signal);
    }
  }

  /**
   * Asks an address that the provider named (an upload session), without what authenticates our calls, and once.
   * Answers 2xx; throws every other status as the `ProviderError` it means.
   */
  async askElsewhere(
    method: "GET" | "POST" | "PUT" | "DELETE",
    url: string,
    options: ElsewhereCall,
  ): Promise<ElsewhereAnswer> {
    try {
      const answer = await this.#elsewhere(method, url, options);
      if (answer.status < 200 || answer.status > 299) {
        throw await toStatusError(this.#options.provider, answer, this.#now());
      }
      const { status, headers } = answer;
      return { status, headers, text: (await answer.bytes()).toString("utf8") };
    } catch (error) {
      throw this.#toProviderError(error, options.signal);
    }
  }

  #elsewhere(method: "GET" | "POST" | "PUT" | "DELETE", url: string, options: ElsewhereCall) {
    return guardedFetch(new URL(url, this.#origin), {
      allowPrivate: this.#options.allowPrivate,
      method,
      headers: options.headers,
      ...(options.body && { body: options.body }),
      timeoutMs: options.timeoutMs ?? Number.POSITIVE_INFINITY,
      idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
      maxBytes: defaultMaxBytes,
      maxRedirects: 0,
      ...(options.signal && { signal: options.signal }),
      ...(this.#options.resolver && { resolver: this.#options.resolver }),
    });
  }

  async #call<T>(method: Method, path: string, call: HttpCall<T>): Promise<T> {
    const timeoutMs = call.timeoutMs ?? defaultTimeoutMs;
    const deadlineMs = this.#now() + timeoutMs;
    const isSafe = call.isSafe ?? method === "GET";
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#keepPace(method, path, call, deadlineMs);
        return await this.#attempt(method, path, call, deadlineMs - this.#now());
      } catch (thrown) {
        const error = this.#toProviderError(thrown, call.signal);
        if (!(error instanceof ProviderError) || call.isProbe || attempt === maxAttempts) throw error;
        const delayMs = error.retryAfterMs ?? backOffMs(attempt, this.#options.random);
        if (!mayRepeat(error, isSafe) || this.#now() + delayMs >= deadlineMs) throw error;
        await (this.#options.sleep ?? pause)(delayMs, call.signal);
      }
    }
  }

  /** Slows down before the provider has to refuse; a wait that is longer than the call may take is its refusal. */
  async #keepPace(
    method: Method,
    path: string,
    call: Pick<HttpCall<unknown>, "signal" | "isProbe">,
    deadlineMs: number,
  ): Promise<void> {
    const waitMs = call.isProbe ? 0 : (this.#options.pace?.waitMs({ method, path }, this.#now()) ?? 0);
    if (waitMs <= 0) return;
    if (this.#now() + waitMs >= deadlineMs) {
      throw new ProviderError({
        provider: this.#options.provider,
        kind: "rate_limited",
        message: `${this.#origin} takes no more calls for ${Math.ceil(waitMs / 1000)} s.`,
        retryAfterMs: waitMs,
      });
    }
    await (this.#options.sleep ?? pause)(waitMs, call.signal);
  }

  async #attempt<T>(method: Method, path: string, call: HttpCall<T>, timeoutMs: number): Promise<T> {
    const breaker = this.#options.breaker ?? breakerFor(this.#origin);
    const waitMs = breaker.admit(this.#now());
    if (waitMs > 0 && !call.isProbe) throw this.#circuitOpen(waitMs);
    try {
      const limits = { timeoutMs: Math.max(1, timeoutMs), maxBytes: call.maxBytes ?? defaultMaxBytes };
      const answer = await this.#send(method, path, call, limits);
      const value = await readAnswer<T>(this.#options.provider, answer, {
        schema: call.schema,
        maxBytes: limits.maxBytes,
        nowMs: this.#now(),
      });
      breaker.succeeded();
      return value;
    } catch (thrown) {
      const error = this.#toProviderError(thrown, call.signal);
      if (!(error instanceof ProviderError)) breaker.abandoned();
      else if (isHostFailure(error)) breaker.failed(this.#now());
      else breaker.succeeded();
      throw error;
    }
  }

  async #send(
    method: Method,
    path: string,
    call: Pick<HttpCall<unknown>, "query" | "headers" | "form" | "json" | "multipart" | "body" | "signal">,
    limits: { timeoutMs: number; maxBytes: number; idleTimeoutMs?: number },
  ): Promise<GuardedResponse> {
    const { allowPrivate, baseUrl, prepare, resolver } = this.#options;
    const plain: OutgoingRequest = {
      method,
      path,
      query: call.query ?? {},
      headers: { accept: "application/json", "accept-encoding": "gzip", ...call.headers },
      ...(call.form !== undefined && { form: call.form }),
      ...(call.json !== undefined && { json: call.json }),
      ...(call.multipart !== undefined && { multipart: call.multipart }),
      ...(call.body !== undefined && { body: call.body }),
    };
    const outgoing = prepare ? prepare(plain) : plain;
    const { body, headers } = await encodeBody(outgoing);
    const query = toQueryString(outgoing.query);
    const answer = await guardedFetch(`${baseUrl}${outgoing.path}${query === "" ? "" : `?${query}`}`, {
      allowPrivate,
      method,
      headers: { ...outgoing.headers, ...headers },
      ...(body !== undefined && { body }),
      ...limits,
      // A provider's API does not redirect; following one would hand the secret to wherever it points.
      maxRedirects: 0,
      ...(call.signal && { signal: call.signal }),
      ...(resolver && { resolver }),
    });
    this.#options.pace?.observe({ method, path }, answer.headers, this.#now());
    return answer;
  }

  /** The caller's abort stays what it is; a bug of ours too; everything of the network becomes a `ProviderError`. */
  #toProviderError(thrown: unknown, signal: AbortSignal | undefined): unknown {
    if (thrown instanceof ProviderError || signal?.aborted) return thrown;
    const kind = toFailureKind(thrown);
    if (kind === undefined) return thrown;
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)) || kind;
    // Some say themselves who did what: "api.example.com did not finish answering within 10 s."
    const host = URL.parse(this.#origin)?.host;
    const isWhole = host !== undefined && reason.startsWith(host);
    return new ProviderError({
      provider: this.#options.provider,
      kind,
      message: isWhole ? reason : `${this.#origin} could not be asked: ${reason}`,
      cause: thrown,
    });
  }

  #circuitOpen(waitMs: number): ProviderError {
    return new ProviderError({
      provider: this.#options.provider,
      kind: "circuit_open",
      message: `${this.#origin} failed several times in a row; it is asked again in ${Math.ceil(waitMs / 1000)} s.`,
      retryAfterMs: waitMs,
    });
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

/** What every provider's client is built on: the account's address, reachable although private when it is ours. */
export function httpFor(
  account: ProviderAccount,
  options: Pick<HttpOptions, "prepare" | "pace"> & { baseUrl?: string } = {},
): Http {
  const baseUrl = options.baseUrl ?? account.baseUrl;
  const own = account.isLocal ? URL.parse(baseUrl) : null;
  return new Http({
    provider: account.provider,
    baseUrl,
    allowPrivate: own ? [...env().allowPrivateUrls, own.host] : env().allowPrivateUrls,
    ...(own && { breaker: breakerFor(own.origin, "ownEngine") }),
    ...(options.prepare && { prepare: options.prepare }),
    ...(options.pace && { pace: options.pace }),
  });
}

async function pause(delayMs: number, signal?: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { ...(signal && { signal }) }).catch((error) => {
    throw signal?.aborted ? signal.reason : error;
  });
}
