"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, RotateCcw, Square } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useTransition } from "react";
import { copyText } from "#components/assets/copy-text.ts";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { MoreMenu } from "#components/ui/more-menu.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { toast } from "#components/ui/toast.ts";
import { cancelTask, runAgain } from "#lib/features/stupeflix/actions.ts";
import { hasEnded, taskQuery } from "#lib/features/stupeflix/client.ts";
import { type MediaPlace, toShown } from "#lib/features/stupeflix/schema/media-place.ts";
import type { TaskView } from "#lib/features/stupeflix/schema/task.ts";
import { editHref, taskHref, tasksHref } from "./hrefs.ts";
import { TaskParameters } from "./task-parameters.tsx";
import { TaskProgress } from "./task-progress.tsx";
import { readError, readProgress, stateMarks, stateWords } from "./task-words.ts";

// The result and the code are more than the page may make a browser load before it works.
const TaskResult = lazy(() => import("./task-result.tsx").then((module) => ({ default: module.TaskResult })));
const codeForms = [
  { form: "curl", label: "Copy as curl" },
  { form: "node", label: "Copy as Node" },
  { form: "python", label: "Copy as Python" },
] as const;

export interface TaskDetailProps {
  connectionId: string;
  baseUrl: string;
  taskKey: string;
  canRun: boolean;
  places: readonly MediaPlace[];
}

/** One task, followed to its end: what it was asked, how far it is, what came of it. */
export function TaskDetail(props: TaskDetailProps) {
  const { connectionId, taskKey } = props;
  const task = useQuery(taskQuery(connectionId, taskKey));
  if (task.isPending) return <Skeleton className="h-64" />;
  if (!task.data) {
    return (
      <EmptyState
        icon={<StatusMark status="failed" />}
        title="The task could not be read"
        actions={<Button onClick={() => void task.refetch()}>Ask again</Button>}
      >
        {task.error.message}
      </EmptyState>
    );
  }
  const { name, state, progress, queuedAt, startedAt, completedAt, result, error, definition } = task.data;
  const { whole, byParameter } = readError(error);
  return (
    <article className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-5">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StatusMark status={stateMarks[state]} percent={readProgress(progress).percent} />
        <h2 className="min-w-0 text-lg font-semibold">{name ?? "Task"}</h2>
        <span className="flex-1 text-sm text-soft-foreground" aria-live="polite">
          {stateWords[state]}
        </span>
        <TaskButtons {...props} task={task.data} />
      </header>
      <p className="text-xs text-muted-foreground">
        <Link href={tasksHref(connectionId)} className="underline underline-offset-2">
          All tasks
        </Link>{" "}
        · <span className="font-mono break-all">{taskKey}</span>
        {queuedAt && (
          <>
            {" "}
            · asked <LocalTime at={queuedAt} />
          </>
        )}
        {startedAt &&
          completedAt &&
          ` · took ${formatSeconds(Date.parse(completedAt) - Date.parse(startedAt))}`}
      </p>
      {state === "executing" && (
        <TaskProgress progress={progress} label={`Progress of ${name ?? "the task"}`} />
      )}
      {whole !== null && <Banner status="failed">{whole}</Banner>}
      {result !== null && (
        <Part title={state === "executing" ? "Result so far" : "Result"}>
          <Suspense fallback={<Skeleton className="h-40" />}>
            <TaskResult
              task={task.data}
              source={typeof definition?.url === "string" ? toShown(definition.url, props.places) : null}
            />
          </Suspense>
        </Part>
      )}
      {definition && (
        <Part title="Asked">
          <TaskParameters definition={definition} faults={byParameter} />
        </Part>
      )}
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2" aria-label={title}>
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function TaskButtons({ connectionId, baseUrl, taskKey, canRun, task }: TaskDetailProps & { task: TaskView }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [isPending, startTransition] = useTransition();
  const again = () =>
    startTransition(async () => {
      const made = await runAgain({ connectionId, taskKey });
      if (!made.ok) return void toast.error(made.error.message);
      const [key] = made.value.taskKeys;
      if (key) router.push(taskHref(connectionId, key));
    });
  const cancel = () =>
    startTransition(async () => {
      const cancelled = await cancelTask({ connectionId, taskKey });
      if (!cancelled.ok) toast.error(cancelled.error.message);
      await queries.invalidateQueries({ queryKey: ["tasks", connectionId] });
    });
  const { definition } = task;
  const copyAs = async (form: (typeof codeForms)[number]["form"]) => {
    if (!definition) return;
    const { writers } = await import("./task-code.ts");
    if (await copyText(writers[form](baseUrl, definition))) {
      toast.success("Copied. Put the secret into STUPEFLIX_SECRET.");
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      {canRun && hasEnded(task) && definition && (
        <Button variant="outline" pending={isPending} onClick={again}>
          <RotateCcw aria-hidden="true" /> Run again
        </Button>
      )}
      {canRun && definition && (
        <Button variant="outline" asChild>
          <Link href={editHref(connectionId, taskKey)}>
            <Pencil aria-hidden="true" /> Edit and run again
          </Link>
        </Button>
      )}
      {canRun && !hasEnded(task) && (
        <Button variant="outline" pending={isPending} onClick={cancel}>
          <Square aria-hidden="true" /> Cancel
        </Button>
      )}
      {definition && (
        <MoreMenu
          label="Copy this task"
          items={codeForms.map(({ form, label }) => ({ label, onSelect: () => void copyAs(form) }))}
        />
      )}
    </div>
  );
}

const formatSeconds = (ms: number) =>
  ms < 1_000
    ? `${Math.round(ms)} ms`
    : `${(ms / 1_000).toLocaleString("en", { maximumFractionDigits: 1 })} s`;
