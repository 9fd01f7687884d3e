import type { HealthCause, HealthReport } from "#lib/domain/connection.ts";
import { ProviderError, type ProviderErrorKind } from "./errors.ts";

/** Signatures of all providers that have one die within half an hour; beyond this the clock is the cause. */
const tolerableSkewMs = 5 * 60_000;

export interface Finding {
  readonly cause: HealthCause;
  readonly message: string;
}

export interface Diagnosis {
  /** The cheapest call that needs the account's credentials. */
  readonly call: () => Promise<unknown>;
  readonly baseUrl: string;
  /** How this provider's credentials are called in its connection form: "API key", "private key". */
  readonly credentialName: string;
  /** What the provider alone can tell from a failure, such as a key of another region. Asked before all else. */
  readonly explain?: (error: ProviderError) => Finding | undefined | Promise<Finding | undefined>;
  readonly now?: () => number;
}

/**
 * Makes the call and says what came of it, the exact cause in one sentence with what to do next. Never throws
 * for what a provider or network does; the caller's own abort is rethrown.
 */
export async function diagnose(diagnosis: Diagnosis): Promise<HealthReport> {
  const now = diagnosis.now ?? Date.now;
  const startedMs = now();
  const report = (finding: Finding, latencyMs: number | null): HealthReport => ({
    ...finding,
    checkedAt: new Date(now()).toISOString(),
    latencyMs,
  });
  try {
    await diagnosis.call();
    return report({ cause: "ok", message: "The connection works." }, now() - startedMs);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const finding =
      (await diagnosis.explain?.(error)) ?? findClockSkew(error, now()) ?? describe(error, diagnosis);
    return report(finding, error.status === undefined ? null : now() - startedMs);
  }
}

function findClockSkew(error: ProviderError, nowMs: number): Finding | undefined {
  if ((error.kind !== "unauthorized" && error.kind !== "forbidden") || !error.answeredAt) return undefined;
  const skewMs = nowMs - error.answeredAt.getTime();
  if (Math.abs(skewMs) < tolerableSkewMs) return undefined;
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return {
    cause: "clock_skew",
    message:
      `This server's clock is ${minutes} minutes ${skewMs > 0 ? "ahead of" : "behind"} the provider's, ` +
      "so its signatures are refused. Set the clock (NTP) and test again.",
  };
}

const causes: Readonly<Record<ProviderErrorKind, HealthCause>> = {
  name_not_resolved: "name_not_resolved",
  refused: "refused",
  connection_lost: "refused",
  timeout: "timeout",
  tls: "tls",
  blocked_address: "blocked_address",
  unauthorized: "unauthorized",
  forbidden: "forbidden",
  not_found: "not_found",
  conflict: "unexpected_answer",
  invalid: "unexpected_answer",
  rate_limited: "rate_limited",
  provider_error: "provider_error",
  unexpected_answer: "unexpected_answer",
  too_large: "unexpected_answer",
  circuit_open: "provider_error",
};

function describe(error: ProviderError, { baseUrl, credentialName }: Diagnosis): Finding {
  const host = URL.parse(baseUrl)?.host ?? baseUrl;
  return { cause: causes[error.kind], message: sentence(error, host, credentialName) };
}

function sentence(error: ProviderError, host: string, credentialName: string): string {
  switch (error.kind) {
    case "name_not_resolved":
      return `The name ${host} could not be resolved. Check the address for a typing error, and this server's DNS.`;
    case "refused":
      return `${host} refused the connection: nothing answers there. Check the address and its port.`;
    case "connection_lost":
      return `${host} closed the connection before answering. Try again; if it stays, check for a proxy in between.`;
    case "timeout":
      return `${host} did not answer in time. Try again; if it stays, check firewalls and the provider's status page.`;
    case "tls":
      return `No safe connection to ${host}: ${rootMessage(error)}. Check https, the name, and the certificate.`;
    case "blocked_address":
      return rootMessage(error);
    case "unauthorized":
      return `${host} does not accept the ${credentialName}. Paste it again from the provider's account page.`;
    case "forbidden":
      return `${host} knows the ${credentialName} but does not allow this. Check the account's plan and permissions.`;
    case "not_found":
      return `${host} answers, but has no such service at this address. Check the base URL's path.`;
    case "rate_limited":
      return `${host} says it is being asked too often. Wait a minute and test again.`;
    case "provider_error":
      return `${host} failed with ${error.status}. That is on the provider's side; try again later.`;
    default:
      return `${error.message} Check that the base URL is the provider's API.`;
  }
}

const rootMessage = (error: ProviderError) =>
  error.cause instanceof Error ? error.cause.message : error.message;
