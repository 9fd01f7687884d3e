/** Ziggeo's auth tokens as people read them: what one allows, how far it still is, and in which words. All pure. */

export const authOperations = ["create", "read", "update", "destroy"] as const;
export type AuthOperation = (typeof authOperations)[number];

export interface AuthGrant {
  readonly all: boolean;
  /** What was made in the browser session that asks. */
  readonly sessionOwned: boolean;
  /** Tokens of videos, or their keys after an underscore. */
  readonly resources: readonly string[];
}
export type AuthGrants = Readonly<Record<AuthOperation, AuthGrant>>;

export interface AuthTokenRules {
  readonly grants: AuthGrants;
  readonly sessionLimit: number | null;
  /** How long one session may use it. */
  readonly usageSeconds: number | null;
  /** ISO 8601. */
  readonly expiresAt: string | null;
  readonly hidden: boolean;
  readonly volatile: boolean;
}

export const noGrant: AuthGrant = { all: false, sessionOwned: false, resources: [] };
export const noRules: AuthTokenRules = {
  grants: { create: noGrant, read: noGrant, update: noGrant, destroy: noGrant },
  sessionLimit: null,
  usageSeconds: null,
  expiresAt: null,
  hidden: false,
  volatile: false,
};

/** From when an end is near enough to say so. */
export const soonMs = 7 * 24 * 3_600_000;

export const authTokenStandings = ["works", "ends-soon", "ended", "hidden", "empty", "gone"] as const;
export type AuthTokenStanding = (typeof authTokenStandings)[number];

/** What one would say of a token in a word. */
export function standingOf(
  { rules, isGone }: { readonly rules: AuthTokenRules; readonly isGone: boolean },
  nowMs: number,
): AuthTokenStanding {
  if (isGone) return "gone";
  const leftMs = rules.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(rules.expiresAt) - nowMs;
  if (leftMs <= 0) return "ended";
  if (rules.hidden) return "hidden";
  if (!authOperations.some((operation) => isAnything(operation, rules.grants[operation]))) return "empty";
  return leftMs <= soonMs ? "ends-soon" : "works";
}

/** Making a video is granted for all or for the session: one that is not there yet cannot be named. */
const isAnything = (operation: AuthOperation, { all, sessionOwned, resources }: AuthGrant): boolean =>
  all || sessionOwned || (operation !== "create" && resources.length > 0);

/** Whether the grants reach this video, by its token or its key; for `create`, whether one may be made. */
export function reaches(
  grants: AuthGrants,
  operation: AuthOperation,
  video?: { readonly token: string; readonly key: string | null },
): boolean {
  const { all, sessionOwned, resources } = grants[operation];
  if (all) return true;
  if (operation === "create") return sessionOwned;
  return (
    video !== undefined &&
    (resources.includes(video.token) || (video.key !== null && resources.includes(`_${video.key}`)))
  );
}

export interface DescribeOptions {
  readonly nowMs: number;
  /** Of the reader; UTC by default. */
  readonly timeZone?: string;
  /** What a video is called; its token or key otherwise. */
  readonly titleOf?: (resource: string) => string | undefined;
}

/** What a token allows, to whom, for how long: one or two sentences. */
export function describeAuthToken(rules: AuthTokenRules, options: DescribeOptions): string {
  const { expiresAt, hidden, volatile } = rules;
  const allowed = listAllowed(rules.grants, options);
  if (expiresAt !== null && Date.parse(expiresAt) <= options.nowMs) {
    const before = allowed.length === 0 ? "" : ` Before, whoever held it could ${joinWords(allowed)}.`;
    return `It ended on ${formatMoment(expiresAt, options)} and allows nothing any more.${before}`;
  }
  if (allowed.length === 0) {
    const end = volatile ? " Volatile and without a grant, it is removed by itself." : "";
    return `It allows nothing: no grant is set.${end}`;
  }
  const may = hidden
    ? `It is hidden: no page can use it as it is. Otherwise whoever holds it could ${joinWords(allowed)}.`
    : `Whoever holds it may ${joinWords(allowed)}.`;
  return `${may} ${describeLimits(rules, options)}`;
}

const verbs = { read: "watch", update: "change", destroy: "delete" } as const;

/** Each thing it allows, those of the same reach together: "watch every video", "make new videos". */
export function listAllowed(grants: AuthGrants, options: Pick<DescribeOptions, "titleOf"> = {}): string[] {
  const byReach = new Map<string, string[]>();
  for (const operation of ["read", "update", "destroy"] as const) {
    const reach = describeReach(grants[operation], options);
    if (reach !== undefined) byReach.set(reach, [...(byReach.get(reach) ?? []), verbs[operation]]);
  }
  const allowed = [...byReach].map(([reach, words]) => `${joinWords(words)} ${reach}`);
  return isAnything("create", grants.create) ? [...allowed, "make new videos"] : allowed;
}

const namedAtMost = 3;

function describeReach(grant: AuthGrant, { titleOf }: Pick<DescribeOptions, "titleOf">): string | undefined {
  if (grant.all) return "every video";
  const own = grant.sessionOwned ? ["videos made in the same session"] : [];
  const { resources } = grant;
  if (resources.length > namedAtMost) return joinWords([...own, `${resources.length} named videos`]);
  const named = resources.map((resource) => `“${titleOf?.(resource) ?? toName(resource)}”`);
  return own.length + named.length === 0 ? undefined : joinWords([...own, ...named]);
}

/** A key as people gave it; of a token's 32 digits the last. */
function toName(resource: string): string {
  if (resource.startsWith("_")) return resource.slice(1);
  return /^[0-9a-z]{32}$/.test(resource) ? `…${resource.slice(-6)}` : resource;
}

function describeLimits(rules: AuthTokenRules, options: DescribeOptions): string {
  const { sessionLimit, usageSeconds, expiresAt } = rules;
  const sessions =
    sessionLimit === null
      ? "in any number of sessions"
      : sessionLimit === 1
        ? "in one session"
        : `in at most ${sessionLimit.toLocaleString("en")} sessions`;
  const usage = usageSeconds === null ? "" : `, ${formatSpan(usageSeconds)} in each`;
  const end = expiresAt === null ? "without end" : `until ${formatMoment(expiresAt, options)}`;
  return `It works ${sessions}${sessionLimit === 1 ? usage.replace(" in each", "") : usage}, ${end}.`;
}

const spans = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** In the largest unit that it is a whole number of: "1 hour", "90 seconds". */
export function formatSpan(seconds: number): string {
  const [unit, length] = spans.find(([, each]) => seconds % each === 0) ?? (["second", 1] as const);
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Put together here: how a format joins day and time differs between a server's tables and a browser's. */
function formatMoment(at: string, { timeZone = "UTC" }: Pick<DescribeOptions, "timeZone">): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  });
  const parts = Object.fromEntries(
    format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]),
  );
  const { day, month, year, hour, minute, timeZoneName } = parts;
  return `${day} ${month} ${year}, ${hour}:${minute} ${timeZoneName}`;
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export const authTokenSorts = ["newest", "ends", "name"] as const;
export type AuthTokenSort = (typeof authTokenSorts)[number];

export interface SortableToken {
  readonly name: string;
  readonly createdAt: string;
  readonly rules: AuthTokenRules;
  readonly isGone: boolean;
}

/** `ends`: what ends next comes first, then what has no end, then what is over. */
export function sortAuthTokens<Token extends SortableToken>(
  tokens: readonly Token[],
  sort: AuthTokenSort,
  nowMs: number,
): Token[] {
  const newest = (a: Token, b: Token) => b.createdAt.localeCompare(a.createdAt);
  if (sort === "newest") return [...tokens].sort(newest);
  if (sort === "name") return [...tokens].sort((a, b) => a.name.localeCompare(b.name, "en") || newest(a, b));
  const isOver = (token: Token) => ["gone", "ended"].includes(standingOf(token, nowMs));
  const endOf = ({ rules }: Token) =>
    rules.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(rules.expiresAt);
  return [...tokens].sort(
    (a, b) => Number(isOver(a)) - Number(isOver(b)) || compare(endOf(a), endOf(b)) || newest(a, b),
  );
}

const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
