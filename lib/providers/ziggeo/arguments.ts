import type { Form } from "../encoding.ts";
import type { WireGrants } from "./wire.ts";

/** What can be said of a video when it is made and later. Null takes a value away. */
export interface VideoArguments {
  readonly key?: string | null;
  readonly title?: string | null;
  readonly description?: string | null;
  readonly min_duration?: number | null;
  readonly max_duration?: number | null;
  readonly enforce_duration?: boolean;
  readonly tags?: readonly string[];
  readonly volatile?: boolean;
  /** Days from now. */
  readonly expiration_days?: number | null;
  /** `YYYY-MM-DD`. */
  readonly expire_on?: string | null;
  readonly approved?: boolean | null;
  /** Replaces what was there. */
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly effect_profile?: string;
  readonly meta_profile?: string;
  readonly video_profile?: string;
}

export interface AuthTokenArguments {
  readonly volatile?: boolean;
  readonly hidden?: boolean;
  /** Unix seconds. */
  readonly expiration_date?: number | null;
  /** Seconds per session. */
  readonly usage_expiration_time?: number | null;
  readonly session_limit?: number | null;
  readonly grants?: WireGrants;
}

/** Arguments in the documented form: a comma list of tags, objects as JSON text, nothing for null. */
export function toForm(given: object): Form {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, toText(value)]),
  );
}

/** Both spellings of the usage expiration: the older service knows the misspelt one alone. */
export function toAuthTokenForm({ usage_expiration_time, ...given }: AuthTokenArguments): Form {
  if (usage_expiration_time === undefined) return toForm(given);
  return toForm({ ...given, usage_expiration_time, usage_experitation_time: usage_expiration_time });
}

function toText(value: unknown): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
