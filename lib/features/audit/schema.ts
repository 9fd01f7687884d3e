import { z } from "zod";

/** The audit log's page in its URL: entries older than this one. */
export const auditFilter = z.object({
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});
export type AuditFilter = z.output<typeof auditFilter>;

export interface AuditEntrySummary {
  readonly entryId: number;
  readonly at: string;
  readonly actorName: string;
  readonly action: string;
  readonly subject: string;
  readonly connectionId: string | null;
  readonly connectionName: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditPage {
  readonly entries: readonly AuditEntrySummary[];
  /** Where the next page of older entries begins; null on the last one. */
  readonly nextBefore: number | null;
}
