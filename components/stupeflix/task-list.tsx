"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { taskListQuery } from "#lib/features/stupeflix/client.ts";
import type { TaskState } from "#lib/features/stupeflix/schema/task.ts";
import { composeHref } from "./hrefs.ts";
import { TaskRow } from "./task-row.tsx";
import { stateWords } from "./task-words.ts";

const filters: readonly (TaskState | undefined)[] = [undefined, "queued", "executing", "success", "error"];

/** An account's tasks, newest first, moving by themselves. */
export function TaskList({ connectionId, canRun }: { connectionId: string; canRun: boolean }) {
  const [status, setStatus] = useState<TaskState>();
  return (
    <div className="grid gap-4">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame. */}
      <div role="group" aria-label="Which tasks" className="flex flex-wrap gap-1">
        {filters.map((each) => (
          <Button
            key={each ?? "all"}
            size="sm"
            variant={each === status ? "secondary" : "ghost"}
            aria-pressed={each === status}
            onClick={() => setStatus(each)}
          >
            {each ? stateWords[each] : "All"}
          </Button>
        ))}
      </div>
      <Rows connectionId={connectionId} status={status} canRun={canRun} />
    </div>
  );
}

interface RowsProps {
  connectionId: string;
  status: TaskState | undefined;
  canRun: boolean;
}

function Rows({ connectionId, status, canRun }: RowsProps) {
  const list = useInfiniteQuery(taskListQuery(connectionId, status));
  if (list.isPending) return <Skeleton className="h-64" />;
  if (!list.data) {
    return (
      <EmptyState
        icon={<StatusMark status="failed" />}
        title="The tasks could not be read"
        actions={<Button onClick={() => void list.refetch()}>Ask again</Button>}
      >
        {list.error.message}
      </EmptyState>
    );
  }
  const tasks = list.data.pages.flatMap((page) => page.tasks);
  if (tasks.length === 0) {
    return (
      <EmptyState
        icon={<ListChecks />}
        title={status ? "No such task" : "No task yet"}
        actions={
          canRun &&
          !status && (
            <Button asChild>
              <Link href={composeHref(connectionId)}>Compose a task</Link>
            </Button>
          )
        }
      >
        {status
          ? "No task of this account is in that state."
          : "What this account is asked to do is listed here."}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="divide-y rounded-lg border bg-card">
        {tasks.map((task) => (
          <TaskRow key={task.taskKey} connectionId={connectionId} task={task} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="outline"
          className="justify-self-center"
          pending={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show older tasks
        </Button>
      )}
    </>
  );
}
