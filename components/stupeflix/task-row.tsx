import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { TaskView } from "#lib/features/stupeflix/schema/task.ts";
import { taskHref } from "./hrefs.ts";
import { TaskProgress } from "./task-progress.tsx";
import { readError, readProgress, stateMarks, stateWords } from "./task-words.ts";

export interface TaskRowProps {
  connectionId: string;
  task: TaskView;
  /** Where tasks of several accounts stand together. */
  connectionName?: string;
}

/** One task in a list: how it is, what it is of, how far it is or what is wrong with it. */
export function TaskRow({ connectionId, task, connectionName }: TaskRowProps) {
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
          {typeof source === "string" && (
            <span className="ms-2 text-xs text-muted-foreground">{toFileName(source)}</span>
          )}
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
        <span className="text-xs text-muted-foreground">
          {connectionName && <span className="me-2">{connectionName}</span>}
          {queuedAt && <LocalTime at={queuedAt} as="event" />}
        </span>
      </Link>
    </li>
  );
}

/** An address by its last part, which is what tells one from another. */
function toFileName(address: string): string {
  const { pathname, hostname } = URL.parse(address) ?? {};
  const last = pathname?.split("/").findLast((part) => part !== "");
  if (!last) return hostname ?? address;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
