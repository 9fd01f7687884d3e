import type { ProviderId } from "./provider-id.ts";

export const connectionStates = ["active", "paused"] as const;
export type ConnectionState = (typeof connectionStates)[number];

export const healthCauses = [
  "ok",
  "unknown",
  "name_not_resolved",
  "refused",
  "timeout",
  "tls",
  "blocked_address",
  "unauthorized",
  "forbidden",
  "clock_skew",
  "wrong_region",
  "not_found",
  "rate_limited",
  "provider_error",
  "unexpected_answer",
] as const;
export type HealthCause = (typeof healthCauses)[number];

/** The outcome of asking a provider whether an account works. */
export interface HealthReport {
  readonly cause: HealthCause;
  /** One sentence: what failed, why, what to do next. */
  readonly message: string;
  readonly checkedAt: string;
  readonly latencyMs: number | null;
}

/** What the browser may know of a connection: never a secret, only its last four characters. */
export interface ConnectionSummary {
  readonly connectionId: string;
  readonly provider: ProviderId;
  readonly name: string;
  /** True for the four that our own engine serves. */
  readonly isLocal: boolean;
  readonly baseUrl: string;
  readonly state: ConnectionState;
  readonly health: HealthReport;
  readonly lastSyncedAt: string | null;
  readonly assetCount: number;
  /** Non-secret settings by field name (region, factory id, mode). */
  readonly settings: Readonly<Record<string, string>>;
  /** Secret fields by name, as their last four characters. */
  readonly secretHints: Readonly<Record<string, string>>;
}
