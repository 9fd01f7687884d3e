"use client";

import { useQuery } from "@tanstack/react-query";
import { ListTodo } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { formatCount } from "#lib/client/format.ts";
import { workQuery } from "#lib/features/library/client.ts";
import { AssetTasks } from "./asset-tasks.tsx";
import { groupWork } from "./task-groups.ts";

/** Every rendition being made, over all connections, and how those of today ended. Moves with the live stream. */
export function TaskBoard({ canEdit }: { canEdit: boolean }) {
  const work = useQuery(workQuery());
  if (work.isError && !work.data) {
    return (
      <EmptyState
        icon={<StatusMark status="failed" />}
        title="The work could not be read."
        actions={<Button onClick={() => void work.refetch()}>Try again</Button>}
      >
        {work.error.message}
      </EmptyState>
    );
  }
  if (!work.data) return null;
  if (work.data.length === 0) {
    return (
      <EmptyState
        icon={<ListTodo />}
        title="Nothing is being encoded."
        actions={
          <Button variant="outline" asChild>
            <Link href="/library">Go to the library</Link>
          </Button>
        }
      >
        Encodings of every connection appear here while they run, and stay for a day.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-8">
      {groupWork(work.data).map(({ name, title, count, assets }) =>
        count === 0 ? null : (
          <section key={name} aria-labelledby={`tasks-${name}`}>
            <h2
              id={`tasks-${name}`}
              className="flex items-baseline gap-2 border-b pb-2 text-sm font-semibold"
            >
              {title}
              <span className="font-normal text-muted-foreground tabular">{formatCount(count)}</span>
            </h2>
            <ul>
              {assets.map((each) => (
                <AssetTasks key={each.asset.assetId} work={each} canEdit={canEdit} />
              ))}
            </ul>
          </section>
        ),
      )}
    </div>
  );
}
