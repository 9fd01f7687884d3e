import type { StatusKind } from "#components/ui/status-mark.tsx";
import type { ConnectionSummary, HealthCause } from "#lib/domain/connection.ts";

/** Two words a cause; the report's own sentence says the rest. */
const words: Readonly<Record<HealthCause, string>> = {
  ok: "Working",
  unknown: "Checking…",
  name_not_resolved: "Name not found",
  refused: "Connection refused",
  timeout: "No answer",
  tls: "Certificate problem",
  blocked_address: "Address not allowed",
  unauthorized: "Keys refused",
  forbidden: "Not permitted",
  clock_skew: "Clock is off",
  wrong_region: "Wrong region",
  not_found: "Wrong address",
  rate_limited: "Asked too often",
  provider_error: "Provider failing",
  unexpected_answer: "Unexpected answer",
};

/** Waiting may cure these; the others need a person. */
const passing = new Set<HealthCause>(["refused", "timeout", "rate_limited", "provider_error"]);

/** A cause as a mark and two words. */
export function toHealthSign(cause: HealthCause): { status: StatusKind; word: string } {
  const word = words[cause];
  if (cause === "ok") return { status: "ready", word };
  if (cause === "unknown") return { status: "draft", word };
  return { status: passing.has(cause) ? "degraded" : "failed", word };
}

/** The same for a connection, which may also be paused. */
export function toConnectionSign(connection: Pick<ConnectionSummary, "state" | "health">) {
  if (connection.state === "paused") return { status: "off", word: "Paused" } as const;
  return toHealthSign(connection.health.cause);
}

/** True when its videos may be out of date and a person should know. */
export function needsAttention({ state, health }: Pick<ConnectionSummary, "state" | "health">): boolean {
  return state === "active" && health.cause !== "ok" && health.cause !== "unknown";
}
