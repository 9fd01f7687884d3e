"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { taskListQuery } from "#lib/features/stupeflix/client.ts";
import type { TaskState, TaskView } from "#lib/features/stupeflix/schema/task.ts";
import { taskHref } from "./hrefs.ts";
import { TaskProgress } from "./task-progress.tsx";
import { readError, readProgress, stateMarks, stateWords } from "./task-words.ts";

const filters: readonly (TaskState | undefined)[] = [undefined, "queued", "executing", "success", "error"];

/** An account's tasks, newest first, moving by themselves. */
export function TaskList({ connectionId }: { connectionId: string }) {
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
      <Rows connectionId={connectionId} status={status} />
    </div>
  );
}

function Rows({ connectionId, status }: { connectionId: string; status: TaskState | undefined }) {
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
      <EmptyState icon={<ListChecks />} title={status ? "No such task" : "No task yet"}>
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

function TaskRow({ connectionId, task }: { connectionId: string; task: TaskView }) {
  const { taskKey, name, state, progress, error, queuedAt, definition } = task;
  const { whole, byParameter } = readError(error);
  const [faulty] = Object.entries(byParameter);
  const source = definition?.url;
  return (
    <li>
      <Link
        href={taskHref(connectionId, taskKey)}
        className="grid gap-x-4 gap-y-1 px-4 py-2.5 text-sm hover:bg-gray-3 sm:grid-cols-[7rem_minmax(0,1fr)_minmax(0,1fr)_auto] sm:items-center"
      >
        <span className="flex items-center gap-2">
          <StatusMark status={stateMarks[state]} percent={readProgress(progress).percent} />
          {stateWords[state]}
        </span>
        <span className="clip-line">
          <span className="font-medium">{name ?? taskKey}</span>
          {typeof source === "string" && <span className="ms-2 text-xs text-muted-foreground">{source}</span>}
        </span>
        <span className="min-w-0">
          {state === "executing" && (
            <TaskProgress progress={progress} label={`Progress of ${name ?? taskKey}`} />
          )}
          {state === "error" && (
            <span className="clip-line block text-xs text-failed-text">
              {whole ?? (faulty ? `${faulty[0]}: ${faulty[1]}` : "It failed.")}
            </span>
          )}
        </span>
        <span className="text-xs text-muted-foreground">{queuedAt && <LocalTime at={queuedAt} />}</span>
      </Link>
    </li>
  );
}
