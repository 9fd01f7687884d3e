import { db } from "#lib/db/client.ts";
import { reloadKeyring } from "#lib/secrets/keyring.ts";
import { canOpen, openSecret } from "#lib/secrets/seal.ts";

/** The place an auth token of the registry is bound to when sealed. */
export const authTokenPlace = (authTokenId: string) => ({
  table: "ziggeo_auth_tokens",
  rowId: authTokenId,
  column: "sealed_token",
});

/** Auth tokens of the registry, opened. They go to Ziggeo, and to people who may have them. */
export async function openAuthTokens(
  rows: readonly { readonly authTokenId: string; readonly sealedToken: string }[],
): Promise<string[]> {
  // Another dashboard may have sealed some with a key that this one has not met.
  if (!rows.every(({ sealedToken }) => canOpen(sealedToken))) await reloadKeyring(db());
  return rows.map(({ authTokenId, sealedToken }) => openSecret(sealedToken, authTokenPlace(authTokenId)));
}
