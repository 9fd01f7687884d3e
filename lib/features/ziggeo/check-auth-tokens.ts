import "server-only";
import { openAuthTokens } from "#lib/accounts/auth-token-secrets.ts";
import { readInWords } from "#lib/accounts/in-words.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isNotFound } from "#lib/providers/errors.ts";
import {
  type AuthTokenRow,
  findConnectionsUnchecked,
  findTitles,
  getAuthTokenRow,
  listAuthTokenRows,
  listUnchecked,
  noteCheck,
  toAuthTokenView,
} from "./auth-token-registry.ts";
import { toRules } from "./auth-token-rules.ts";
import { type OpenApplication, openApplication } from "./open-application.ts";
import { callTimeoutMs } from "./open-ziggeo.ts";
import type { AuthTokenList } from "./schema/auth-tokens.ts";

/** What was asked for less than this long ago is taken for true. */
const freshMs = 60_000;
const atOnce = 6;
/** Nobody looked at the page for this long: asked without being looked at. */
const staleMs = 600_000;
/** Somebody waits: the oldest checks are made first, the rest at the next look. */
const atMost = 60;

/** The registry of an application, as it was last checked. Asks nobody. */
export async function listAuthTokens(_viewer: Viewer, connectionId: string): Promise<AuthTokenList> {
  return toList(await openApplication(connectionId), null);
}

/** The same, after Ziggeo was asked for what was not looked at for a while. */
export async function listCheckedAuthTokens(_viewer: Viewer, connectionId: string): Promise<AuthTokenList> {
  const application = await openApplication(connectionId);
  const before = Date.now() - freshMs;
  const rows = (await listAuthTokenRows(connectionId))
    .filter(({ checkedAt, checkFailure }) => checkFailure !== null || checkedAt.getTime() < before)
    .sort((a, b) => a.checkedAt.getTime() - b.checkedAt.getTime())
    .slice(0, atMost);
  return toList(application, await checkAll(application, rows));
}

/** Asks Ziggeo for one token now. Throws `DomainError` when it does not answer. */
export async function checkAuthToken(_viewer: Viewer, authTokenId: string): Promise<void> {
  const row = await getAuthTokenRow(authTokenId);
  const reason = await checkAll(await openApplication(row.connectionId), [row]);
  if (reason !== null) throw new DomainError("provider_unavailable", reason);
}

/** Applications with tokens that nobody has looked at for a while. */
export const findStaleConnections = () => findConnectionsUnchecked(new Date(Date.now() - staleMs));

/** Asks Ziggeo for those of one application, the oldest first. What it does not answer now is asked at the next look. */
export async function checkStaleAuthTokens(connectionId: string): Promise<void> {
  const application = await openApplication(connectionId);
  await checkAll(application, await listUnchecked(connectionId, new Date(Date.now() - staleMs), atMost));
}

/** A few at once. Answers why it was given up: who does not answer once is not asked sixty times. */
async function checkAll({ client }: OpenApplication, rows: readonly AuthTokenRow[]): Promise<string | null> {
  const tokens = await openAuthTokens(rows);
  for (let first = 0; first < rows.length; first += atOnce) {
    const reasons = await Promise.all(
      rows.slice(first, first + atOnce).map(async (row, place) => {
        const token = tokens[first + place] ?? "";
        try {
          const wire = await readInWords(() => client.authTokens.get(token, { timeoutMs: callTimeoutMs }));
          await noteCheck(row, { rules: toRules(wire) });
          return null;
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          const isGone = error.code === "not_found" || isNotFound(error.cause);
          await noteCheck(row, isGone ? "gone" : { failure: error.message });
          return isGone ? null : error.message;
        }
      }),
    );
    const reason = reasons.find((each) => each !== null);
    if (reason !== undefined) return reason;
  }
  return null;
}

async function toList(
  { connection, fields }: OpenApplication,
  reason: string | null,
): Promise<AuthTokenList> {
  const rows = await listAuthTokenRows(connection.connectionId);
  return {
    tokens: rows.map(toAuthTokenView),
    titles: await findTitles(
      connection.connectionId,
      rows.map(({ rules }) => rules),
    ),
    readAt: new Date().toISOString(),
    reason,
    canEncrypt: Boolean(fields.encryptionKey),
  };
}
