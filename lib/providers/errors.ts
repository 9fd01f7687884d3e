import type { ProviderId } from "#lib/domain/provider-id.ts";

export const providerErrorKinds = [
  "name_not_resolved",
  "refused",
  "connection_lost",
  "timeout",
  "tls",
  "blocked_address",
  "unauthorized",
  "forbidden",
  "not_found",
  "conflict",
  /** 400, 413, 422 and the like: the provider understood and said no. */
  "invalid",
  "rate_limited",
  /** 5xx. */
  "provider_error",
  /** 2xx that is not what the protocol says: not JSON, missing fields, a redirect. */
  "unexpected_answer",
  "too_large",
  /** Not even asked: the host failed too often a moment ago. */
  "circuit_open",
] as const;
export type ProviderErrorKind = (typeof providerErrorKinds)[number];

export interface ProviderErrorDetails {
  readonly provider: ProviderId;
  readonly kind: ProviderErrorKind;
  readonly message: string;
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  /** The answer's body as JSON, or its first characters; for the server's eyes. */
  readonly body?: unknown;
  /** When the provider asks to be called again, in milliseconds from now. */
  readonly retryAfterMs?: number | undefined;
  /** The answer's `Date`: the provider's clock. */
  readonly answeredAt?: Date | undefined;
  readonly cause?: unknown;
}

/** A call to a provider failed. Callers branch on `kind`, never on text. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly provider: ProviderId;
  readonly kind: ProviderErrorKind;
  readonly status: number | undefined;
  readonly body: unknown;
  readonly retryAfterMs: number | undefined;
  readonly answeredAt: Date | undefined;

  constructor(details: ProviderErrorDetails) {
    super(details.message, { cause: details.cause });
    this.provider = details.provider;
    this.kind = details.kind;
    this.status = details.status;
    this.body = details.body;
    this.retryAfterMs = details.retryAfterMs;
    this.answeredAt = details.answeredAt;
  }
}

/** By name, not `instanceof`: clients kept on `globalThis` may come from another of Next's module instances. */
export function isProviderError(error: unknown): error is ProviderError {
  return error instanceof Error && error.name === "ProviderError" && "kind" in error;
}

/** The provider is fine and says the thing is gone. */
export function isNotFound(error: unknown): error is ProviderError {
  return isProviderError(error) && error.kind === "not_found";
}
