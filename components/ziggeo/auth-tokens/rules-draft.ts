import {
  type AuthGrant,
  type AuthOperation,
  type AuthTokenRules,
  authOperations,
  noRules,
} from "#lib/domain/auth-token.ts";

export interface GrantDraft {
  readonly all: boolean;
  readonly sessionOwned: boolean;
  readonly isNamed: boolean;
  /** As typed: tokens and keys between spaces, commas or lines. */
  readonly names: string;
}

export const ends = ["keep", "never", "hour", "day", "week", "month", "year", "custom"] as const;
export type End = (typeof ends)[number];

/** What somebody has typed so far: every field keeps it, right or wrong. */
export interface RulesDraft {
  readonly grants: Readonly<Record<AuthOperation, GrantDraft>>;
  readonly sessionLimit: string;
  readonly usage: string;
  /** Seconds. */
  readonly usageUnit: number;
  readonly end: End;
  /** Of an `<input type="datetime-local">`. */
  readonly customEnd: string;
  /** What `keep` stands for. */
  readonly keptEnd: string | null;
  readonly hidden: boolean;
  readonly volatile: boolean;
}

export const usageUnits = [
  { value: 1, label: "seconds" },
  { value: 60, label: "minutes" },
  { value: 3_600, label: "hours" },
  { value: 86_400, label: "days" },
] as const;

export function toDraft(rules: AuthTokenRules = noRules): RulesDraft {
  const { grants, sessionLimit, usageSeconds, expiresAt, hidden, volatile } = rules;
  const unit =
    usageSeconds === null ? 60 : (usageUnits.findLast(({ value }) => usageSeconds % value === 0)?.value ?? 1);
  return {
    grants: {
      create: toGrantDraft(grants.create),
      read: toGrantDraft(grants.read),
      update: toGrantDraft(grants.update),
      destroy: toGrantDraft(grants.destroy),
    },
    sessionLimit: sessionLimit === null ? "" : String(sessionLimit),
    usage: usageSeconds === null ? "" : String(usageSeconds / unit),
    usageUnit: unit,
    end: expiresAt === null ? "never" : "keep",
    customEnd: "",
    keptEnd: expiresAt,
    hidden,
    volatile,
  };
}

const toGrantDraft = ({ all, sessionOwned, resources }: AuthGrant): GrantDraft => ({
  all,
  sessionOwned,
  isNamed: resources.length > 0,
  names: resources.join("\n"),
});

const hourMs = 3_600_000;
const endsAfterMs: Readonly<Partial<Record<End, number>>> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  month: 30 * 24 * hourMs,
  year: 365 * 24 * hourMs,
};

/** The rules as typed. What is no number is NaN, what is no moment `""`: the schema says so in words. */
export function toRules(draft: RulesDraft, nowMs: number): AuthTokenRules {
  const grantOf = (operation: AuthOperation): AuthGrant => {
    const { all, sessionOwned, isNamed, names } = draft.grants[operation];
    const resources = isNamed && operation !== "create" ? splitNames(names) : [];
    return { all, sessionOwned, resources };
  };
  const usage = toNumber(draft.usage);
  return {
    grants: {
      create: grantOf("create"),
      read: grantOf("read"),
      update: grantOf("update"),
      destroy: grantOf("destroy"),
    },
    sessionLimit: toNumber(draft.sessionLimit),
    usageSeconds: usage === null ? null : usage * draft.usageUnit,
    expiresAt: toEnd(draft, nowMs),
    hidden: draft.hidden,
    volatile: draft.volatile,
  };
}

/** What of it can be described before it is right. */
export function toDescribable(rules: AuthTokenRules): AuthTokenRules {
  const sane = (value: number | null) =>
    value !== null && value >= 1 && Number.isInteger(value) ? value : null;
  return {
    ...rules,
    sessionLimit: sane(rules.sessionLimit),
    usageSeconds: sane(rules.usageSeconds),
    expiresAt: rules.expiresAt || null,
  };
}

export const grantsNothing = ({ grants }: AuthTokenRules): boolean =>
  authOperations.every((operation) => {
    const { all, sessionOwned, resources } = grants[operation];
    return !all && !sessionOwned && resources.length === 0;
  });

const splitNames = (text: string) => [...new Set(text.split(/[\s,]+/).filter((name) => name !== ""))];

const toNumber = (text: string): number | null => (text.trim() === "" ? null : Number(text));

function toEnd({ end, customEnd, keptEnd }: RulesDraft, nowMs: number): string | null {
  if (end === "keep") return keptEnd;
  if (end === "never") return null;
  if (end !== "custom") return new Date(nowMs + (endsAfterMs[end] ?? 0)).toISOString();
  // In this browser's time zone, which is what the field shows.
  const moment = new Date(customEnd);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
}
