import type { Metadata } from "next";
import { AuditLog } from "#components/account/audit-log.tsx";
import { Forbidden } from "#components/account/forbidden.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canViewAudit } from "#lib/auth/permissions.ts";
import { listAuditEntries } from "#lib/features/audit/queries.ts";
import { auditFilter } from "#lib/features/audit/schema.ts";

export const metadata: Metadata = { title: "Audit log" };

interface AuditPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditLogPage({ searchParams }: AuditPageProps) {
  const viewer = await requireViewer();
  if (!canViewAudit(viewer)) return <Forbidden what="The audit log is read by the owner." />;
  const filter = auditFilter.parse(await searchParams);
  const page = await listAuditEntries(viewer, filter);
  return <AuditLog page={page} isNewest={filter.before === undefined} />;
}
