import { BlockedAddressError, CallTimeoutError, ResponseTooLargeError } from "#lib/network/errors.ts";
import type { ProviderErrorKind } from "./errors.ts";

const kindByCode: Readonly<Record<string, ProviderErrorKind>> = {
  ENOTFOUND: "name_not_resolved",
  EAI_AGAIN: "name_not_resolved",
  ENODATA: "name_not_resolved",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  UND_ERR_HEADERS_OVERFLOW: "unexpected_answer",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls",
  SELF_SIGNED_CERT_IN_CHAIN: "tls",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls",
  CERT_HAS_EXPIRED: "tls",
  CERT_NOT_YET_VALID: "tls",
};

/** What went wrong when there was no whole answer. Undefined for an error that is none of the network's. */
export function toFailureKind(error: unknown): ProviderErrorKind | undefined {
  if (error instanceof BlockedAddressError) return "blocked_address";
  if (error instanceof CallTimeoutError) return "timeout";
  if (error instanceof ResponseTooLargeError) return "too_large";
  if (error instanceof AggregateError)
    return error.errors.map(toFailureKind).find((kind) => kind !== undefined);
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const { code } = error;
  if (kindByCode[code]) return kindByCode[code];
  if (code.startsWith("ERR_TLS_") || code.startsWith("ERR_SSL_") || code === "EPROTO") return "tls";
  // What remains: resets, closed sockets, answers that break HTTP or end before their declared length.
  if (code.startsWith("HPE_")) return "unexpected_answer";
  if (code.startsWith("UND_ERR_") || code === "ECONNRESET" || code === "EPIPE") return "connection_lost";
  return undefined;
}

/** The kind an HTTP status other than 2xx means. */
export function toStatusKind(status: number): ProviderErrorKind {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "not_found";
  if (status === 408) return "timeout";
  if (status === 409 || status === 412) return "conflict";
  if (status === 429) return "rate_limited";
  if (status >= 500) return "provider_error";
  return status >= 400 ? "invalid" : "unexpected_answer";
}

/**
 * `Retry-After` as milliseconds from now: seconds or an HTTP date. Undefined when absent or neither;
 * a date gone by is 0.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined || value.trim() === "") return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
