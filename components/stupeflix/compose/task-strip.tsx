"use client";

import { Copy, Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { StatusMark } from "#components/ui/status-mark.tsx";
import type { TaskFaults } from "#lib/features/stupeflix/schema/task.ts";
import type { Tasks } from "./draft.ts";

export interface TaskStripProps {
  tasks: Tasks;
  selected: number;
  isAdding: boolean;
  faults: readonly TaskFaults[];
  onSelect(index: number): void;
  onDuplicate(index: number): void;
  onRemove(index: number): void;
  onAdd(): void;
}

/** The tasks that are run together: one is being edited. */
export function TaskStrip(props: TaskStripProps) {
  const { tasks, selected, isAdding, faults } = props;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <ol className="flex min-w-0 flex-wrap gap-1.5" aria-label="Tasks to run">
        {tasks
          .map((task, index) => ({ task, index, key: `task-${index}` }))
          .map(({ task, index, key }) => {
            const isCurrent = index === selected && !isAdding;
            const isFaulty = Object.keys(faults[index] ?? {}).length > 0;
            return (
              <li
                key={key}
                className={cn(
                  "flex items-center rounded-md border bg-card",
                  isCurrent && "border-border-strong bg-gray-3",
                )}
              >
                <button
                  type="button"
                  aria-current={isCurrent ? "true" : undefined}
                  className="flex h-8 items-center gap-2 rounded-md ps-3 pe-1 text-sm font-medium"
                  onClick={() => props.onSelect(index)}
                >
                  <span className="text-muted-foreground tabular">{index + 1}</span>
                  {task.task_name}
                  {isFaulty && (
                    <>
                      <StatusMark status="failed" />
                      <span className="sr-only">(something is wrong)</span>
                    </>
                  )}
                </button>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Task ${index + 1} once more`}
                  onClick={() => props.onDuplicate(index)}
                >
                  <Copy aria-hidden="true" />
                </Button>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Leave task ${index + 1} out`}
                  onClick={() => props.onRemove(index)}
                >
                  <X aria-hidden="true" />
                </Button>
              </li>
            );
          })}
      </ol>
      <Button variant="outline" aria-pressed={isAdding} onClick={props.onAdd}>
        <Plus aria-hidden="true" /> Add a task
      </Button>
    </div>
  );
}
