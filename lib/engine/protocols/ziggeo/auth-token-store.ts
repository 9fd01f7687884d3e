import { and, eq, lte, sql } from "drizzle-orm";
import { type AuthToken, authTokenTable, authUseTable } from "../../db/schema/ziggeo-access.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { RecentlyUsed } from "../../recently-used.ts";
import { readFlag, readNumber, readObject } from "./argument-values.ts";
import type { Arguments } from "./arguments.ts";
import type { AuthFacts } from "./client-token.ts";
import { readGrants } from "./grants.ts";
import { ZiggeoProblem } from "./problems.ts";
import { newToken } from "./video-store.ts";

/** How long a volatile token may grant nothing. */
const volatileMs = 3600_000;
/** Other engines on the same server may change a token: what is remembered of one is believed this long. */
const believedMs = 1_000;

/** Auth tokens that are kept here (shared/protocols/ziggeo.md §9). There is no list of them. */
export class AuthTokenStore {
  readonly #engine: Engine;
  readonly #known = new RecentlyUsed<{ facts: AuthFacts | null; untilMs: number }>(1_000);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async create(account: EngineAccount, given: Arguments): Promise<AuthToken> {
    const [token] = await this.#engine.db.db
      .insert(authTokenTable)
      .values({
        ...readChanges(given),
        token: newToken(),
        accountId: account.accountId,
        createdAt: this.#engine.clock.now(),
      })
      .returning();
    if (!token) throw new Error("The auth token was not inserted.");
    return token;
  }

  /** Throws 404. */
  async get(account: EngineAccount, token: string): Promise<AuthToken> {
    const [row] = token.includes("\0")
      ? []
      : await this.#engine.db.db.select().from(authTokenTable).where(isOwn(account, token));
    if (!row) throw new ZiggeoProblem(404, "There is no such auth token.");
    return row;
  }

  async update(account: EngineAccount, token: string, given: Arguments): Promise<AuthToken> {
    const before = await this.get(account, token);
    const changes = readChanges(given);
    if (Object.keys(changes).length === 0) return before;
    const [row] = await this.#engine.db.db
      .update(authTokenTable)
      .set(changes)
      .where(isOwn(account, token))
      .returning();
    this.#known.delete(token);
    if (!row) throw new ZiggeoProblem(404);
    return row;
  }

  async remove(account: EngineAccount, token: string): Promise<void> {
    await this.get(account, token);
    await this.#engine.db.db.transaction(async (tx) => {
      await tx.delete(authTokenTable).where(isOwn(account, token));
      await tx.delete(authUseTable).where(eq(authUseTable.authId, toAuthId(token)));
    });
    this.#known.delete(token);
  }

  /** What it allows; undefined when there is no such token. Remembered: a browser's calls come in numbers. */
  async findFacts(token: string): Promise<AuthFacts | undefined> {
    const nowMs = Date.now();
    const known = this.#known.get(token);
    if (known && known.untilMs > nowMs) return known.facts ?? undefined;
    const account = this.#engine.accounts.ziggeo;
    const [row] = /^[0-9a-f]{32}$/.test(token)
      ? await this.#engine.db.db.select().from(authTokenTable).where(isOwn(account, token))
      : [];
    const facts = row ? toFacts(row) : null;
    const isAlone = this.#engine.db.backend === "pglite";
    this.#known.set(token, { facts, untilMs: isAlone ? Number.POSITIVE_INFINITY : nowMs + believedMs });
    return facts ?? undefined;
  }

  /** Volatile ones that stayed without a grant. */
  async sweep(): Promise<void> {
    const before = new Date(this.#engine.clock.now().getTime() - volatileMs);
    const removed = await this.#engine.db.db
      .delete(authTokenTable)
      .where(
        and(
          authTokenTable.volatile,
          sql`${authTokenTable.grants} = '{}'::jsonb`,
          lte(authTokenTable.createdAt, before),
        ),
      )
      .returning({ token: authTokenTable.token });
    for (const { token } of removed) this.#known.delete(token);
  }
}

const toAuthId = (token: string) => `server:${token}`;

const isOwn = (account: EngineAccount, token: string) =>
  and(eq(authTokenTable.token, token), eq(authTokenTable.accountId, account.accountId));

function toFacts(row: AuthToken): AuthFacts {
  return {
    authId: toAuthId(row.token),
    hidden: row.hidden,
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    usageMs: row.usageSeconds ? row.usageSeconds * 1000 : null,
    sessionLimit: row.sessionLimit || null,
    grants: row.grants,
  };
}

type Changes = Partial<
  Pick<AuthToken, "volatile" | "hidden" | "expiresAt" | "usageSeconds" | "sessionLimit" | "grants">
>;

/** The first SDKs misspell the usage expiration; both spellings count. */
function readChanges(given: Arguments): Changes {
  const expiration = readNumber(given, "expiration_date", { max: 1e11 });
  const usage = readNumber(given, "usage_expiration_time") ?? readNumber(given, "usage_experitation_time");
  const hasUsage = given.has("usage_expiration_time") || given.has("usage_experitation_time");
  const changes: Record<keyof Changes, unknown> = {
    volatile: readFlag(given, "volatile") ?? (given.has("volatile") ? false : undefined),
    hidden: readFlag(given, "hidden") ?? (given.has("hidden") ? false : undefined),
    expiresAt: expiration
      ? new Date(Math.floor(expiration) * 1000)
      : given.has("expiration_date")
        ? null
        : undefined,
    usageSeconds: hasUsage ? (usage ?? null) : undefined,
    sessionLimit: readNumber(given, "session_limit", { isWhole: true }),
    grants: readGivenGrants(given),
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Changes;
}

function readGivenGrants(given: Arguments) {
  if (!given.has("grants")) return undefined;
  const grants = readGrants(readObject(given, "grants"));
  if (!grants) throw new ZiggeoProblem(400, "grants must be an object, as JSON text.");
  return grants;
}
