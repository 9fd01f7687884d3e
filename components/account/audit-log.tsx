import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { AuditEntrySummary, AuditPage } from "#lib/features/audit/schema.ts";
import { LocalTime } from "./local-time.tsx";

/** Who did what and when, the newest first, a page at a time. */
export function AuditLog({ page, isNewest }: { page: AuditPage; isNewest: boolean }) {
  return (
    <div className="grid gap-4">
      <p className="text-sm text-muted-foreground">
        Every change, by whom and when. Nothing here can be edited.
      </p>
      <Table label="Audit log">
        <TableHeader>
          <TableRow>
            <TableHead>When</TableHead>
            <TableHead>Who</TableHead>
            <TableHead>What</TableHead>
            <TableHead>On</TableHead>
            <TableHead>Details</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {page.entries.map((entry) => (
            <AuditRow key={entry.entryId} entry={entry} />
          ))}
        </TableBody>
      </Table>
      {page.entries.length === 0 && <p className="text-sm text-muted-foreground">Nothing older than this.</p>}
      <div className="flex gap-2">
        {!isNewest && (
          <Button asChild variant="outline">
            <Link href="/settings/audit">Newest</Link>
          </Button>
        )}
        {page.nextBefore !== null && (
          <Button asChild variant="outline">
            <Link href={`/settings/audit?before=${page.nextBefore}`}>Older</Link>
          </Button>
        )}
      </div>
    </div>
  );
}

function AuditRow({ entry }: { entry: AuditEntrySummary }) {
  const detail = Object.entries(entry.detail).map(([name, value]) => `${name} ${value ?? "none"}`);
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap text-muted-foreground">
        <LocalTime at={entry.at} />
      </TableCell>
      <TableCell className="max-w-40 clip-line">{entry.actorName}</TableCell>
      <TableCell className="font-mono text-xs whitespace-nowrap">{entry.action}</TableCell>
      <TableCell className="max-w-64">
        <span className="block clip-line" title={entry.subject}>
          {entry.subject}
        </span>
        {entry.connectionId && (
          <span className="block clip-line text-xs text-muted-foreground">
            {entry.connectionName ?? "a removed connection"}
          </span>
        )}
      </TableCell>
      <TableCell className="max-w-48 clip-line text-muted-foreground" title={detail.join(", ")}>
        {detail.join(", ")}
      </TableCell>
    </TableRow>
  );
}
