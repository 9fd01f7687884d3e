import "server-only";
import { db } from "#lib/db/client.ts";
import { auditEntries } from "#lib/db/schema/audit-entries.ts";
import type { Viewer } from "#lib/domain/user.ts";

export interface AuditFact {
  /** Area and verb: `asset.delete`, `connection.add`, `account.password`. */
  readonly action: string;
  /** What it was done to, as a person would name it. */
  readonly subject: string;
  readonly connectionId?: string | null;
  /** Small facts worth keeping. Never a secret. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Keeps who did what, when. `viewer` is null for what the server does by itself. */
export async function recordAudit(viewer: Viewer | null, fact: AuditFact): Promise<void> {
  await db()
    .insert(auditEntries)
    .values({
      userId: viewer?.userId ?? null,
      actorName: viewer?.name ?? "Reelyard",
      action: fact.action,
      subject: fact.subject.slice(0, 500),
      connectionId: fact.connectionId ?? null,
      detail: { ...fact.detail },
    });
}
