"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { readError } from "#components/stupeflix/task-words.ts";
import { taskCheckQuery, taskQuery } from "#lib/features/stupeflix/client.ts";
import type { TaskFaults } from "#lib/features/stupeflix/schema/task.ts";
import type { Tasks } from "./draft.ts";
import { type Run, shownRuns } from "./run-list.tsx";

const restMs = 350;

/**
 * What the service says of each task: at once of the definitions, and later of those that were made and failed, as
 * long as the parameter is still what it was then. What was left empty is only told once somebody wanted to run it.
 */
export function useFaults(
  connectionId: string,
  tasks: Tasks,
  runs: readonly Run[],
  isTried: boolean,
): readonly TaskFaults[] {
  const settled = useSettled(tasks);
  const check = useQuery({
    ...taskCheckQuery(connectionId, settled),
    placeholderData: (before, query) => before && withoutFilled(before, query?.queryKey[2] ?? [], settled),
  });
  const failures = useQueries({
    queries: runs.slice(0, shownRuns).map(({ taskKey }) => taskQuery(connectionId, taskKey)),
    combine: (results) => results.map(({ data }) => data?.error),
  });
  return useMemo(
    () =>
      tasks.map((task, index) => {
        const said = withoutFilled(check.data ?? [], settled, tasks)[index] ?? {};
        const now = Object.entries(said).filter(([name]) => isTried || valueAt(task, name) !== undefined);
        const then = runs.slice(0, shownRuns).flatMap((run, at) => {
          if (run.at !== index || run.task.task_name !== task.task_name) return [];
          const { byParameter } = readError(failures[at]);
          return Object.entries(byParameter).flatMap(([name, message]) =>
            isSame(valueAt(run.task, name), valueAt(task, name))
              ? [[name, message.split("\n")] as const]
              : [],
          );
        });
        return { ...Object.fromEntries(then), ...Object.fromEntries(now) };
      }),
    [tasks, settled, check.data, failures, runs, isTried],
  );
}

/** What was said of a field that was empty then and is not now is over; of other changes the service is to say. */
const withoutFilled = (faults: readonly TaskFaults[], then: Tasks, now: Tasks): TaskFaults[] =>
  faults.map((ofTask, index) =>
    Object.fromEntries(
      Object.entries(ofTask).filter(
        ([name]) =>
          valueAt(then[index] ?? {}, name) !== undefined || valueAt(now[index] ?? {}, name) === undefined,
      ),
    ),
  );

/** "task_store.url" lies one deeper. */
function valueAt(task: Readonly<Record<string, unknown>>, name: string): unknown {
  return name
    .split(".")
    .reduce<unknown>(
      (given, part) => (typeof given === "object" && given !== null ? Reflect.get(given, part) : undefined),
      task,
    );
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The tasks once nobody has typed for a moment. */
function useSettled(tasks: Tasks): Tasks {
  const [settled, setSettled] = useState(tasks);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(tasks), restMs);
    return () => clearTimeout(timer);
  }, [tasks]);
  return settled;
}
