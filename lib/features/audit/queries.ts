import "server-only";
import { z } from "zod";
import { canViewAudit } from "#lib/auth/permissions.ts";
import { dashboardPostgres } from "#lib/db/client.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { AuditFilter, AuditPage } from "./schema.ts";

const pageSize = 50;

const row = z.object({
  entry_id: z.coerce.number(),
  at: z.coerce.date(),
  actor_name: z.string(),
  action: z.string(),
  subject: z.string(),
  connection_id: z.string().nullable(),
  connection_name: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** Who did what, the newest first. Removed connections keep their id in the log, and have no name any more. */
export async function listAuditEntries(viewer: Viewer, filter: AuditFilter): Promise<AuditPage> {
  if (!canViewAudit(viewer)) throw new DomainError("forbidden", "Only the owner reads the audit log.");
  const found = await dashboardPostgres().query(
    `SELECT entry_id, at, actor_name, action, subject, audit_entries.connection_id, detail,
            connections.name AS connection_name
       FROM audit_entries LEFT JOIN connections ON connections.connection_id = audit_entries.connection_id
      WHERE $1::bigint IS NULL OR entry_id < $1
      ORDER BY entry_id DESC LIMIT $2`,
    [filter.before ?? null, pageSize + 1],
  );
  const rows = z.array(row).parse(found);
  const entries = rows.slice(0, pageSize).map((entry) => ({
    entryId: entry.entry_id,
    at: entry.at.toISOString(),
    actorName: entry.actor_name,
    action: entry.action,
    subject: entry.subject,
    connectionId: entry.connection_id,
    connectionName: entry.connection_name,
    detail: entry.detail,
  }));
  return { entries, nextBefore: rows.length > pageSize ? (entries.at(-1)?.entryId ?? null) : null };
}
