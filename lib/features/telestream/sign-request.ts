import "server-only";
import { recordAudit } from "#lib/auth/audit.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { openTelestream } from "./open-telestream.ts";
import type { SignedRequestView, SignRequestInput } from "./schema/signing.ts";
import { toCurl } from "./to-curl.ts";

/**
 * Signs one call for somebody to make elsewhere. The secret stays here; who asked for what is kept, since whoever has
 * the answer can make the call until it expires.
 */
export async function signRequest(viewer: Viewer, input: SignRequestInput): Promise<SignedRequestView> {
  const { connection, client } = await openTelestream(input.connectionId);
  if (!client.sign) {
    throw new DomainError(
      "invalid",
      `${connection.name} uses an API key (v3.1): such calls carry the key itself and have no signature.`,
    );
  }
  const given = Object.fromEntries(input.parameters.map(({ name, value }) => [name, value]));
  const { url, parameters, expiresAtMs } = client.sign(input.method, input.path, given);
  await recordAudit(viewer, {
    action: "request.sign",
    subject: `${input.method} ${input.path}`,
    connectionId: input.connectionId,
    detail: { parameters: input.parameters.map(({ name }) => name).join(", ") },
  });
  const pairs = Object.entries(parameters).map(([name, value]) => ({ name, value }));
  const isRead = input.method === "GET" || input.method === "DELETE";
  return {
    method: input.method,
    parameters: pairs,
    url: isRead ? `${url}?${new URLSearchParams(parameters)}` : url,
    curl: toCurl(input.method, url, pairs),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}
