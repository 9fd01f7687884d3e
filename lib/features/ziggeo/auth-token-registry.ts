import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { and, desc, eq, inArray, isNull, lt } from "drizzle-orm";
import { authTokenPlace } from "#lib/accounts/auth-token-secrets.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { connections } from "#lib/db/schema/connections.ts";
import { ziggeoAuthTokens } from "#lib/db/schema/ziggeo-auth-tokens.ts";
import { type AuthTokenRules, authOperations } from "#lib/domain/auth-token.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { sealSecret } from "#lib/secrets/seal.ts";
import type { AuthTokenView } from "./schema/auth-tokens.ts";

export type AuthTokenRow = typeof ziggeoAuthTokens.$inferSelect;

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");

/** Keeps a token, sealed. Throws `DomainError` conflict for one that the connection's registry has already. */
export async function keepAuthToken(
  viewer: Viewer,
  given: Pick<AuthTokenRow, "connectionId" | "name" | "origin" | "rules"> & { readonly token: string },
): Promise<AuthTokenRow> {
  const { token, ...facts } = given;
  const authTokenId = randomUUID();
  const tokenHash = hashOf(token);
  const [row] = await db()
    .insert(ziggeoAuthTokens)
    .values({
      ...facts,
      authTokenId,
      sealedToken: sealSecret(token, authTokenPlace(authTokenId)),
      tokenHash,
      hint: token.slice(-4),
      state: "known",
      checkedAt: new Date(),
      createdBy: viewer.name,
    })
    .onConflictDoNothing()
    .returning();
  if (row) return row;
  const [known] = await db()
    .select({ name: ziggeoAuthTokens.name })
    .from(ziggeoAuthTokens)
    .where(
      and(eq(ziggeoAuthTokens.connectionId, given.connectionId), eq(ziggeoAuthTokens.tokenHash, tokenHash)),
    );
  const message = `This token is here already: “${known?.name ?? "it"}”.`;
  throw new DomainError("conflict", message, { fields: { token: message } });
}

export async function getAuthTokenRow(authTokenId: string): Promise<AuthTokenRow> {
  const [row] = await db()
    .select()
    .from(ziggeoAuthTokens)
    .where(eq(ziggeoAuthTokens.authTokenId, authTokenId));
  if (!row) throw new DomainError("not_found", "That token is not in the registry any more.");
  return row;
}

/** Newest first. */
export async function listAuthTokenRows(connectionId: string): Promise<AuthTokenRow[]> {
  return db()
    .select()
    .from(ziggeoAuthTokens)
    .where(eq(ziggeoAuthTokens.connectionId, connectionId))
    .orderBy(desc(ziggeoAuthTokens.createdAt), ziggeoAuthTokens.authTokenId);
}

/** Not asked for since then. One that is gone does not come back. */
const isUnchecked = (since: Date) =>
  and(eq(ziggeoAuthTokens.state, "known"), lt(ziggeoAuthTokens.checkedAt, since));

/** Active connections that have such a token. */
export async function findConnectionsUnchecked(since: Date): Promise<string[]> {
  const rows = await db()
    .selectDistinct({ connectionId: connections.connectionId })
    .from(connections)
    .innerJoin(ziggeoAuthTokens, eq(ziggeoAuthTokens.connectionId, connections.connectionId))
    .where(and(isUnchecked(since), eq(connections.state, "active"), isNull(connections.removedAt)));
  return rows.map(({ connectionId }) => connectionId);
}

/** The ones unchecked for longest first. */
export async function listUnchecked(
  connectionId: string,
  since: Date,
  most: number,
): Promise<AuthTokenRow[]> {
  return db()
    .select()
    .from(ziggeoAuthTokens)
    .where(and(eq(ziggeoAuthTokens.connectionId, connectionId), isUnchecked(since)))
    .orderBy(ziggeoAuthTokens.checkedAt)
    .limit(most);
}

/** What Ziggeo said of it. Left alone when somebody changed the token while Ziggeo was asked. */
export async function noteCheck(
  { authTokenId, checkedAt }: AuthTokenRow,
  found: { rules: AuthTokenRules } | "gone" | { failure: string },
): Promise<void> {
  const change =
    found === "gone"
      ? { state: "gone" as const, checkedAt: new Date(), checkFailure: null }
      : "failure" in found
        ? { checkFailure: found.failure }
        : { state: "known" as const, rules: found.rules, checkedAt: new Date(), checkFailure: null };
  await db()
    .update(ziggeoAuthTokens)
    .set(change)
    .where(and(eq(ziggeoAuthTokens.authTokenId, authTokenId), eq(ziggeoAuthTokens.checkedAt, checkedAt)));
}

export async function changeAuthToken(
  authTokenId: string,
  { name, rules }: { name: string; rules: AuthTokenRules },
): Promise<void> {
  await db()
    .update(ziggeoAuthTokens)
    .set({ name, rules, state: "known", checkedAt: new Date(), checkFailure: null })
    .where(eq(ziggeoAuthTokens.authTokenId, authTokenId));
}

export async function dropAuthToken(authTokenId: string): Promise<void> {
  await db().delete(ziggeoAuthTokens).where(eq(ziggeoAuthTokens.authTokenId, authTokenId));
}

export const toAuthTokenView = (row: AuthTokenRow): AuthTokenView => ({
  authTokenId: row.authTokenId,
  name: row.name,
  hint: row.hint,
  origin: row.origin,
  rules: row.rules,
  isGone: row.state === "gone",
  checkedAt: row.checkedAt.toISOString(),
  checkFailure: row.checkFailure,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
});

/** Titles of the videos that grants name by their token. */
export async function findTitles(
  connectionId: string,
  rules: readonly AuthTokenRules[],
): Promise<Record<string, string>> {
  const named = new Set(
    rules.flatMap(({ grants }) => authOperations.flatMap((operation) => grants[operation].resources)),
  );
  if (named.size === 0) return {};
  const rows = await db()
    .select({ token: assets.providerAssetId, title: assets.title })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, connectionId),
        inArray(assets.providerAssetId, [...named]),
        isNull(assets.removingAt),
      ),
    );
  return Object.fromEntries(rows.map(({ token, title }) => [token, title]));
}
