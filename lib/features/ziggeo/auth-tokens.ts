import "server-only";
import { openAuthTokens } from "#lib/accounts/auth-token-secrets.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { type AuthTokenRules, listAllowed } from "#lib/domain/auth-token.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isNotFound } from "#lib/providers/errors.ts";
import { generateAuthToken } from "#lib/providers/ziggeo/signature.ts";
import {
  type AuthTokenRow,
  changeAuthToken,
  dropAuthToken,
  getAuthTokenRow,
  keepAuthToken,
} from "./auth-token-registry.ts";
import { toArguments, toRules } from "./auth-token-rules.ts";
import { openApplication } from "./open-application.ts";
import { callTimeoutMs } from "./open-ziggeo.ts";
import type {
  CreateAuthTokenInput,
  EncryptAuthTokenInput,
  ImportAuthTokenInput,
  UpdateAuthTokenInput,
} from "./schema/auth-tokens.ts";

const options = { timeoutMs: callTimeoutMs };

export interface NewAuthToken {
  readonly authTokenId: string;
  /** The value itself, this once. */
  readonly token: string;
}

/** Makes a token at Ziggeo and keeps it. One that could not be kept is taken back: nobody could find it again. */
export async function createAuthToken(viewer: Viewer, input: CreateAuthTokenInput): Promise<NewAuthToken> {
  refusePast(input.rules);
  const { connectionId, name } = input;
  const { client } = await openApplication(connectionId);
  const made = await inWords(() => client.authTokens.create(toArguments(input.rules), options));
  const { token } = made;
  const rules = toRules(made);
  const row = await keepAuthToken(viewer, { connectionId, name, token, rules, origin: "made" }).catch(
    async (error: unknown) => {
      await client.authTokens.remove(token, options).catch(() => {});
      throw error;
    },
  );
  await record(viewer, row, "auth-token.create", { allows: listAllowed(rules.grants).join("; ") });
  return { authTokenId: row.authTokenId, token };
}

/** One that was made elsewhere. Ziggeo says what it is. */
export async function importAuthToken(
  viewer: Viewer,
  { connectionId, name, token }: ImportAuthTokenInput,
): Promise<{ authTokenId: string }> {
  const { client } = await openApplication(connectionId);
  const rules = await readInWords(async () => {
    try {
      return toRules(await client.authTokens.get(token, options));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const message = "Ziggeo knows no such auth token here: it is revoked, or of another application.";
      throw new DomainError("provider_refused", message, { cause: error, fields: { token: message } });
    }
  });
  const row = await keepAuthToken(viewer, { connectionId, name, token, rules, origin: "pasted" });
  await record(viewer, row, "auth-token.import");
  return { authTokenId: row.authTokenId };
}

/** New rules at Ziggeo, a new name here. */
export async function updateAuthToken(viewer: Viewer, input: UpdateAuthTokenInput): Promise<void> {
  const row = await getAuthTokenRow(input.authTokenId);
  if (input.rules.expiresAt !== row.rules.expiresAt) refusePast(input.rules);
  const { client } = await openApplication(row.connectionId);
  const token = await open(row);
  const changed = await inWords(() => client.authTokens.update(token, toArguments(input.rules), options));
  const rules = toRules(changed);
  await changeAuthToken(row.authTokenId, { name: input.name, rules });
  await record(viewer, { ...row, name: input.name }, "auth-token.update", {
    allows: listAllowed(rules.grants).join("; "),
  });
}

/** Ends it at Ziggeo, then forgets it. One that was gone already is forgotten all the same. */
export async function revokeAuthToken(viewer: Viewer, authTokenId: string): Promise<void> {
  const row = await getAuthTokenRow(authTokenId);
  const { client } = await openApplication(row.connectionId);
  const token = await open(row);
  await inWords(async () => {
    try {
      await client.authTokens.remove(token, options);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  });
  await dropAuthToken(authTokenId);
  await record(viewer, row, "auth-token.revoke");
}

/** Takes out what Ziggeo does not have any more. One that works stays: nobody could revoke it afterwards. */
export async function forgetAuthToken(viewer: Viewer, authTokenId: string): Promise<void> {
  const row = await getAuthTokenRow(authTokenId);
  if (row.state !== "gone") {
    throw new DomainError("invalid", `“${row.name}” still exists at Ziggeo: revoke it instead.`);
  }
  await dropAuthToken(authTokenId);
  await record(viewer, row, "auth-token.forget");
}

/** The value again, for those who may; who looked is kept. */
export async function revealAuthToken(viewer: Viewer, authTokenId: string): Promise<{ token: string }> {
  const row = await getAuthTokenRow(authTokenId);
  const token = await open(row);
  await record(viewer, row, "auth-token.reveal");
  return { token };
}

/**
 * A client-side token, made here with the application's encryption key: Ziggeo learns of it when it is used. It is
 * not kept, since nobody can take it back.
 */
export async function encryptAuthToken(
  viewer: Viewer,
  { connectionId, rules }: EncryptAuthTokenInput,
): Promise<{ token: string }> {
  refusePast(rules);
  const { connection, fields } = await openApplication(connectionId);
  const { applicationToken = "", encryptionKey } = fields;
  if (!encryptionKey) {
    const message = `${connection.name} has no encryption key. Its owner can add one under Connections.`;
    throw new DomainError("invalid", message);
  }
  const { volatile: _ofKeptOnes, ...given } = toArguments(rules);
  const said = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== false),
  );
  const token = generateAuthToken(encryptionKey, { ...said, application_token: applicationToken });
  await recordAudit(viewer, {
    action: "auth-token.encrypt",
    subject: connection.name,
    connectionId,
    detail: { allows: listAllowed(rules.grants).join("; "), expiresAt: rules.expiresAt },
  });
  return { token };
}

async function open(row: AuthTokenRow): Promise<string> {
  const [token = ""] = await openAuthTokens([row]);
  return token;
}

function refusePast({ expiresAt }: AuthTokenRules): void {
  if (expiresAt === null || Date.parse(expiresAt) > Date.now()) return;
  const message = "That moment is over: choose a later one.";
  throw new DomainError("invalid", message, { fields: { "rules.expiresAt": message } });
}

async function record(
  viewer: Viewer,
  { name, hint, connectionId }: Pick<AuthTokenRow, "name" | "hint" | "connectionId">,
  action: string,
  detail: Readonly<Record<string, string>> = {},
): Promise<void> {
  await recordAudit(viewer, { action, subject: `${name} (…${hint})`, connectionId, detail });
}
