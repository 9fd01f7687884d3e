import type { Database } from "#lib/postgres/open-postgres.ts";
import { ensureServerSecret } from "#lib/secrets/server-secret.ts";

const key = Symbol.for("reelyard.auth.secret");
const shared = globalThis as typeof globalThis & { [key]?: string | undefined };

/** Loads the key that session cookies are encrypted with, made at first start. Boot calls it. */
export async function loadAuthSecret(db: Database): Promise<void> {
  shared[key] = await ensureServerSecret(db, "session-cookies");
}

/** The key that session cookies are encrypted with: what next-auth calls NEXTAUTH_SECRET. */
export function authSecret(): string {
  const secret = shared[key];
  if (!secret) throw new Error("The session key is not loaded: loadAuthSecret() comes first.");
  return secret;
}
