"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState, useTransition } from "react";
import { createTasks } from "#lib/features/stupeflix/actions.ts";
import { taskCheckQuery } from "#lib/features/stupeflix/client.ts";
import type { Tasks } from "./draft.ts";
import type { Run } from "./run-list.tsx";

/** Makes the tasks, once the service finds nothing wrong with them. */
export function useRunning(connectionId: string, onRefused: (taskIndex: number, parameter: string) => void) {
  const queries = useQueryClient();
  const [runs, setRuns] = useState<readonly Run[]>([]);
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [isRunning, startTransition] = useTransition();

  const run = (tasks: Tasks) =>
    startTransition(async () => {
      setFailure(undefined);
      setTried(true);
      // A service that cannot be asked beforehand says what is wrong when the tasks are made.
      const faults = await queries.fetchQuery(taskCheckQuery(connectionId, tasks)).catch(() => []);
      const faulty = faults.findIndex((each) => Object.keys(each).length > 0);
      if (faulty >= 0) {
        const [parameter = ""] = Object.keys(faults[faulty] ?? {});
        onRefused(faulty, parameter);
        return;
      }
      try {
        const made = await createTasks({ connectionId, tasks: [...tasks] });
        if (!made.ok) return setFailure(made.error.message);
        const begun = made.value.taskKeys.flatMap((taskKey, at) => {
          const task = tasks[at];
          return task ? [{ taskKey, at, task }] : [];
        });
        setRuns((before) => [...begun, ...before]);
        setTried(false);
      } catch {
        setFailure(
          "Reelyard did not answer; it takes eight megabytes of tasks at once. Everything you wrote is still here.",
        );
      }
    });

  return { runs, run, isTried, failure, isRunning };
}
