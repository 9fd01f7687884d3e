import { createHash } from "node:crypto";
import { z } from "zod";
import { decryptAuthToken } from "#lib/providers/ziggeo/signature.ts";
import { grantOperations, type WireGrants } from "#lib/providers/ziggeo/wire.ts";
import { readGrants } from "./grants.ts";

/** What an auth token allows, kept here or made by a client. */
export interface AuthFacts {
  /** What its sessions are counted by. */
  readonly authId: string;
  readonly hidden: boolean;
  readonly expiresAtMs: number | null;
  readonly usageMs: number | null;
  readonly sessionLimit: number | null;
  readonly grants: WireGrants;
}

const ivLetters = 16;
const amount = z.coerce.number().min(0).nullish();
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]).nullish();
/**
 * CBC has no seal. Changing the vector changes single letters of the first member's name, changing a block garbles
 * it: unknown names and a nonce that is no number are refused, or `hidden` could be renamed away and a nonce made new.
 */
const plaintext = z.strictObject({
  application_token: z.string(),
  nonce: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,60}$/)),
  volatile: flag,
  hidden: flag,
  expiration_date: amount,
  usage_expiration_time: amount,
  usage_experitation_time: amount,
  session_limit: amount,
  grants: z.unknown().optional(),
});

/** A client-side token's content; undefined for one not made with this application's keys, or changed on its way. */
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
  if (!grants || !hasPlainNames(grants)) return undefined;
  const usage = data.usage_expiration_time ?? data.usage_experitation_time ?? null;
  return {
    // Without its vector, which a stranger may change: the nonce is new with it where it stands in front.
    authId: `client:${createHash("sha256").update(token.slice(ivLetters)).digest("hex")}`,
    hidden: data.hidden ?? false,
    expiresAtMs: data.expiration_date ? data.expiration_date * 1000 : null,
    usageMs: usage ? usage * 1000 : null,
    sessionLimit: data.session_limit || null,
    grants,
  };
}

/** A garbled block inside a name would make the same token a new one, with the same rights. */
function hasPlainNames(grants: WireGrants): boolean {
  return grantOperations
    .flatMap((operation) => grants[operation]?.resources ?? [])
    .every((name) => /^[\w.~:-]{1,255}$/.test(name));
}
