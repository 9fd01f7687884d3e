import { Age } from "#components/ui/age.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { WorkItem } from "#lib/features/library/schema.ts";

/** What went well needs one line, however many renditions it was. */
export function ReadyRow({ items }: { items: readonly WorkItem[] }) {
  const newest = items
    .map(({ updatedAt }) => updatedAt)
    .toSorted()
    .at(-1);
  return (
    <li className="flex min-h-8 items-start gap-3 py-1.5 text-sm">
      <StatusMark status="ready" className="mt-[3px]" />
      <span className="min-w-0 flex-1">
        Ready <span className="text-soft-foreground">{items.map(({ name }) => name).join(", ")}</span>
      </span>
      {newest && (
        <span className="shrink-0 pe-2 text-muted-foreground">
          <Age since={newest} />
        </span>
      )}
    </li>
  );
}
