import { inboxMark } from "#lib/features/stupeflix/schema/inbox-mark.ts";
import type { TaskDefinition } from "#lib/features/stupeflix/schema/task.ts";

export interface TaskParametersProps {
  definition: TaskDefinition;
  /** What is wrong with each, by its name. */
  faults: Readonly<Record<string, string>>;
}

/** What a task was asked, and beside each what is wrong with it; what is missing is named, too. */
export function TaskParameters({ definition, faults }: TaskParametersProps) {
  const { task_name: _name, ...given } = definition;
  const names = [...new Set([...Object.keys(given), ...Object.keys(faults)])];
  if (names.length === 0) return <p className="text-sm text-muted-foreground">It was asked nothing more.</p>;
  return (
    <dl className="divide-y rounded-md border bg-card text-sm">
      {names.map((name) => (
        <div key={name} className="grid gap-1 px-3 py-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <dt className="text-muted-foreground">{name}</dt>
          <dd className="min-w-0">
            <span className="block max-h-64 overflow-auto break-words whitespace-pre-wrap" dir="auto">
              {name in given ? toText(given[name]) : "–"}
            </span>
            {faults[name] && (
              <span role="alert" className="block text-xs whitespace-pre-line text-failed-text">
                {faults[name]}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const toText = (value: unknown) =>
  value === inboxMark ? "This dashboard’s inbox" : typeof value === "string" ? value : JSON.stringify(value);
