"use client";

import { useEffect, useRef, useState } from "react";
import type { TaskKinds } from "#lib/features/stupeflix/schema/kinds.ts";
import type { TaskDefinition } from "#lib/features/stupeflix/schema/task.ts";
import { insertAt, removeAt, replaceAt, type Tasks, toText, withoutSecrets } from "./draft.ts";
import type { TextProblem } from "./json-tasks.ts";

const rememberedKey = (connectionId: string) => `reelyard.compose.${connectionId}`;

/**
 * The tasks that are being written, as a list and as the text beside it. While the text has a fault, the list is what
 * the last good text said, and the form waits: nothing that is typed on either side is lost.
 */
export function useComposer(
  connectionId: string,
  first: Tasks | undefined,
  kinds: TaskKinds,
): ReturnType<typeof useDraftState> {
  const state = useDraftState(first ?? []);
  const { tasks, text, problem, restore } = state;
  const isRestored = useRef(false);

  // What this tab was writing when it left. What the address asks for comes first.
  useEffect(() => {
    if (isRestored.current) return;
    isRestored.current = true;
    const known = first ? null : sessionStorage.getItem(rememberedKey(connectionId));
    if (known !== null) restore(known);
  }, [connectionId, first, restore]);

  useEffect(() => {
    const timer = setTimeout(() => {
      const kept = problem ? text : toText(withoutSecrets(tasks, kinds));
      if (tasks.length === 0 && !problem) sessionStorage.removeItem(rememberedKey(connectionId));
      else sessionStorage.setItem(rememberedKey(connectionId), kept);
    }, 400);
    return () => clearTimeout(timer);
  }, [connectionId, tasks, text, problem, kinds]);

  return state;
}

function useDraftState(first: Tasks) {
  const [tasks, setTasks] = useState<Tasks>(first);
  const [selected, setSelected] = useState(0);
  const [text, setText] = useState(() => toText(first));
  const [problem, setProblem] = useState<TextProblem>();

  const replace = (changed: Tasks, select = selected) => {
    setTasks(changed);
    setText(toText(changed));
    setProblem(undefined);
    setSelected(Math.max(0, Math.min(select, changed.length - 1)));
  };
  const [restore] = useState(() => async (known: string) => {
    const { readTasks } = await import("./json-tasks.ts");
    const read = readTasks(known);
    setText(known);
    setProblem(read.problem);
    if (read.tasks) setTasks(read.tasks);
  });

  return {
    tasks,
    selected: Math.min(selected, Math.max(0, tasks.length - 1)),
    text,
    problem,
    restore,
    select: setSelected,
    /** Everything anew. */
    replaceAll: (all: Tasks) => replace(all, 0),
    add: (task: TaskDefinition) => replace([...tasks, task], tasks.length),
    change: (index: number, task: TaskDefinition) => replace(replaceAt(tasks, index, task)),
    duplicate: (index: number) => {
      const task = tasks[index];
      if (task) replace(insertAt(tasks, index + 1, task), index + 1);
    },
    remove: (index: number) => replace(removeAt(tasks, index), index > 0 ? index - 1 : 0),
    /** What was typed beside the form: its text is kept as it is typed. */
    write(typed: string, read: { readonly tasks?: Tasks; readonly problem?: TextProblem }) {
      setText(typed);
      setProblem(read.problem);
      if (read.tasks) setTasks(read.tasks);
    },
    /** Drops a faulty text for what the form has. */
    dropText() {
      setText(toText(tasks));
      setProblem(undefined);
    },
  };
}
