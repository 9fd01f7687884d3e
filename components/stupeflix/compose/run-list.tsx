"use client";

import { useQuery } from "@tanstack/react-query";
import { taskHref } from "#components/stupeflix/hrefs.ts";
import { TaskProgress } from "#components/stupeflix/task-progress.tsx";
import { TaskResult } from "#components/stupeflix/task-result.tsx";
import { readError, readProgress, stateMarks, stateWords } from "#components/stupeflix/task-words.ts";
import { Link } from "#components/ui/link.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { taskQuery } from "#lib/features/stupeflix/client.ts";
import type { TaskDefinition } from "#lib/features/stupeflix/schema/task.ts";
import { useComposerPlace } from "./composer-context.ts";

/** A task that was made here. */
export interface Run {
  readonly taskKey: string;
  /** Its place among the tasks it was made with. */
  readonly at: number;
  readonly task: TaskDefinition;
}

export const shownRuns = 12;

/** What was made here, as it goes on: the newest first. */
export function RunList({ connectionId, runs }: { connectionId: string; runs: readonly Run[] }) {
  return (
    <ul className="grid gap-3">
      {runs.slice(0, shownRuns).map((run) => (
        <li key={run.taskKey}>
          <RunCard connectionId={connectionId} run={run} />
        </li>
      ))}
      {runs.length > shownRuns && (
        <li className="text-xs text-muted-foreground">and {runs.length - shownRuns} more, among the tasks</li>
      )}
    </ul>
  );
}

function RunCard({ connectionId, run: { taskKey, task } }: { connectionId: string; run: Run }) {
  const { shownOf } = useComposerPlace();
  const { data, error } = useQuery(taskQuery(connectionId, taskKey));
  const state = data?.state ?? "queued";
  const { whole, byParameter } = readError(data?.error);
  const faults = Object.entries(byParameter);
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-lg border bg-card p-3">
      <header className="flex items-center gap-2 text-sm">
        <StatusMark status={stateMarks[state]} percent={readProgress(data?.progress).percent} />
        <Link
          href={taskHref(connectionId, taskKey)}
          className="font-medium hover:underline hover:underline-offset-4"
        >
          {task.task_name}
        </Link>
        <span className="ms-auto text-muted-foreground" aria-live="polite">
          {stateWords[state]}
        </span>
      </header>
      {error && !data && <p className="text-xs text-failed-text">{error.message}</p>}
      {state === "executing" && (
        <TaskProgress progress={data?.progress} label={`Progress of ${task.task_name}`} />
      )}
      {whole !== null && <p className="text-xs text-failed-text">{whole}</p>}
      {faults.map(([name, said]) => (
        <p key={name} className="text-xs whitespace-pre-line text-failed-text">
          {name}: {said}
        </p>
      ))}
      {data && data.result !== null && <TaskResult task={data} source={shownOf(task.url)} isSmall />}
    </article>
  );
}
