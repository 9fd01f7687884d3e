import { createHash } from "node:crypto";
import { z } from "zod";
import { decryptAuthToken } from "#lib/providers/ziggeo/signature.ts";
import type { WireGrants } from "#lib/providers/ziggeo/wire.ts";
import { readGrants } from "./grants.ts";

/** What an auth token allows, kept here or made by a client. */
export interface AuthFacts {
  /** The same for the same token in whatever encryption: what its sessions are counted by. */
  readonly authId: string;
  readonly hidden: boolean;
  readonly expiresAtMs: number | null;
  readonly usageMs: number | null;
  readonly sessionLimit: number | null;
  readonly grants: WireGrants;
}

const amount = z.coerce.number().min(0).nullish();
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]).nullish();
const plaintext = z.looseObject({
  application_token: z.string(),
  nonce: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1)),
  hidden: flag,
  expiration_date: amount,
  usage_expiration_time: amount,
  usage_experitation_time: amount,
  session_limit: amount,
  grants: z.unknown(),
});

/**
 * A client-side token's content; undefined for one that was not made with this application's keys, or was changed on
 * its way: what CBC lets a stranger garble is no longer JSON of this shape.
 */
export function readClientToken(
  token: string,
  keys: { applicationToken: string; encryptionKey: string },
): AuthFacts | undefined {
  const text = decryptAuthToken(keys.encryptionKey, token);
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = plaintext.safeParse(json);
  if (!parsed.success || parsed.data.application_token !== keys.applicationToken) return undefined;
  const { data } = parsed;
  const grants = readGrants(data.grants);
  if (!grants) return undefined;
  const usage = data.usage_expiration_time ?? data.usage_experitation_time ?? null;
  return {
    authId: `client:${createHash("sha256").update(data.nonce).digest("hex")}`,
    hidden: data.hidden ?? false,
    expiresAtMs: data.expiration_date ? data.expiration_date * 1000 : null,
    usageMs: usage ? usage * 1000 : null,
    sessionLimit: data.session_limit || null,
    grants,
  };
}
