import { eq } from "drizzle-orm";
import { db } from "#lib/db/client.ts";
import { users } from "#lib/db/schema/users.ts";

/** Whether the install has its owner: before, everything leads to /setup; after, /setup is gone. */
export async function ownerExists(): Promise<boolean> {
  const found = await db()
    .select({ userId: users.userId })
    .from(users)
    .where(eq(users.role, "owner"))
    .limit(1);
  return found.length > 0;
}
