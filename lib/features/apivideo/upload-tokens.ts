import "server-only";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { WireUploadToken } from "#lib/providers/apivideo/wire/upload-tokens.ts";
import { callOptions, openApivideo } from "./open-apivideo.ts";
import type { UploadToken } from "./schema.ts";

const shown = 100;

const toToken = ({ token, createdAt, expiresAt }: WireUploadToken): UploadToken => ({
  token,
  createdAt: createdAt ?? null,
  expiresAt: expiresAt ?? null,
});

/** The account's upload tokens, newest first. */
export async function listUploadTokens(_viewer: Viewer, connectionId: string): Promise<UploadToken[]> {
  const { client } = await openApivideo(connectionId);
  const page = await readInWords(() =>
    client.uploadTokens.page({ pageSize: shown, sortBy: "createdAt", sortOrder: "desc" }, callOptions),
  );
  return page.data.map(toToken);
}

/** A token that lets its bearer upload, for so long. */
export async function createUploadToken(
  viewer: Viewer,
  { connectionId, ttlSeconds }: { connectionId: string; ttlSeconds: number },
): Promise<UploadToken> {
  const { client } = await openApivideo(connectionId);
  const made = await inWords(() => client.uploadTokens.create(ttlSeconds, callOptions));
  await recordAudit(viewer, {
    action: "upload-token.create",
    subject: `…${made.token.slice(-4)}`,
    connectionId,
    detail: { ttlSeconds },
  });
  return toToken(made);
}

export async function revokeUploadToken(
  viewer: Viewer,
  { connectionId, token }: { connectionId: string; token: string },
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  await inWords(() => client.uploadTokens.remove(token, callOptions));
  await recordAudit(viewer, { action: "upload-token.revoke", subject: `…${token.slice(-4)}`, connectionId });
}
