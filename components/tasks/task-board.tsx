"use client";

import { useQuery } from "@tanstack/react-query";
import { ListTodo } from "lucide-react";
import { tasksHref } from "#components/stupeflix/hrefs.ts";
import { TaskRow } from "#components/stupeflix/task-row.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { formatCount } from "#lib/client/format.ts";
import { workQuery } from "#lib/features/library/client.ts";
import { taskOverviewQuery } from "#lib/features/stupeflix/client.ts";
import { AssetTasks } from "./asset-tasks.tsx";
import { groupWork, type Lane } from "./task-groups.ts";

export interface TaskBoardProps {
  canEdit: boolean;
  /** Where a task is composed; absent for those who may not, and where there is no such account. */
  composeHref?: string;
}

/** Everything that is being made, over all connections, and how what was made today ended. Moves with the live stream. */
export function TaskBoard({ canEdit, composeHref }: TaskBoardProps) {
  const work = useQuery(workQuery());
  const overview = useQuery(taskOverviewQuery());
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
  const lanes = groupWork(work.data, overview.data);
  // Whoever could not be asked may well be making something.
  const isAllKnown = overview.data !== undefined && overview.data.unread.length === 0;
  const isEmpty = isAllKnown && lanes.every(({ count }) => count === 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      {overview.data?.unread.map(({ connectionId, connectionName, reason }) => (
        <Banner key={connectionId}>
          <strong>{connectionName}</strong> did not tell its tasks: {reason}
        </Banner>
      ))}
      {overview.isError && !overview.data && (
        <Banner
          action={
            <Button size="sm" variant="outline" onClick={() => void overview.refetch()}>
              Try again
            </Button>
          }
        >
          Tasks of Stupeflix accounts could not be read: {overview.error.message}
        </Banner>
      )}
      {isEmpty && (
        <EmptyState
          icon={<ListTodo />}
          title="Nothing is being made."
          actions={
            <>
              {composeHref && (
                <Button asChild>
                  <Link href={composeHref}>Compose a task</Link>
                </Button>
              )}
              <Button variant="outline" asChild>
                <Link href="/library">Go to the library</Link>
              </Button>
            </>
          }
        >
          Encodings and tasks of every connection appear here while they run, and stay for a day.
        </EmptyState>
      )}
      {lanes.map((lane) =>
        lane.count === 0 ? null : <LaneSection key={lane.name} lane={lane} canEdit={canEdit} />,
      )}
    </div>
  );
}

function LaneSection({ lane, canEdit }: { lane: Lane; canEdit: boolean }) {
  const { name, title, count, assets, tasks, isCut } = lane;
  const [first] = tasks;
  return (
    <section aria-labelledby={`tasks-${name}`}>
      <h2 id={`tasks-${name}`} className="flex items-baseline gap-2 border-b pb-2 text-sm font-semibold">
        {title}
        <span className="font-normal text-muted-foreground tabular">
          {formatCount(count)}
          {isCut && "+"}
        </span>
      </h2>
      <ul>
        {assets.map((each) => (
          <AssetTasks key={each.asset.assetId} work={each} canEdit={canEdit} />
        ))}
      </ul>
      {tasks.length > 0 && (
        <ul className="divide-y border-b">
          {tasks.map((task) => (
            <TaskRow
              key={task.taskKey}
              connectionId={task.connectionId}
              connectionName={task.connectionName}
              task={task}
            />
          ))}
        </ul>
      )}
      {isCut && first && (
        <p className="pt-2 text-xs text-muted-foreground">
          There are more:{" "}
          <Link href={tasksHref(first.connectionId)} className="underline underline-offset-2">
            all tasks of {first.connectionName}
          </Link>
        </p>
      )}
    </section>
  );
}
