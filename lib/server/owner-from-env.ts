import { ownerExists } from "#lib/auth/owner.ts";
import type { Env } from "#lib/env.ts";
import { createOwner } from "#lib/features/account/commands.ts";

/** Makes the owner that the environment names, on an install without one. Later changes to it do nothing. */
export async function ensureOwnerFromEnv(owner: Env["owner"]): Promise<void> {
  if (!owner || (await ownerExists())) return;
  await createOwner({ name: owner.email.split("@")[0] ?? "Owner", ...owner });
}
