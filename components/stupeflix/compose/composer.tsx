"use client";

import { useQuery } from "@tanstack/react-query";
import { Bookmark, Play } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { countOf } from "#lib/client/format.ts";
import { taskQuery } from "#lib/features/stupeflix/client.ts";
import type { TaskKind, TaskKinds } from "#lib/features/stupeflix/schema/kinds.ts";
import { type MediaPlace, toShown } from "#lib/features/stupeflix/schema/media-place.ts";
import type { TaskPreset } from "#lib/features/stupeflix/schema/preset.ts";
import type { TaskDefinition } from "#lib/features/stupeflix/schema/task.ts";
import { ComposerContext } from "./composer-context.ts";
import { KindGallery } from "./kind-gallery.tsx";
import { PresetList, SavePreset } from "./preset-menu.tsx";
import { type Run, RunList } from "./run-list.tsx";
import { TaskForm, type TaskFormProps } from "./task-form.tsx";
import { TaskStrip } from "./task-strip.tsx";
import { useComposer } from "./use-composer.ts";
import { useFaults } from "./use-faults.ts";
import { useRunning } from "./use-running.ts";

const JsonPanel = lazy(() => import("./json-panel.tsx"));

export interface ComposerProps {
  connectionId: string;
  kinds: TaskKinds;
  presets: readonly TaskPreset[];
  places: readonly MediaPlace[];
  /** What the address asks to begin with. */
  first?: readonly TaskDefinition[];
}

/** Writes tasks as a form and as JSON, keeps them for the team, runs them, and shows what comes of it. */
export default function Composer({ connectionId, kinds, presets, places, first }: ComposerProps) {
  const draft = useComposer(connectionId, first, kinds);
  const { tasks, selected, text, problem } = draft;
  const [isAdding, setAdding] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const { select } = draft;
  const showFault = useCallback(
    (index: number, parameter: string) => {
      select(index);
      setAdding(false);
      // The field is there once the task is shown.
      setTimeout(() => focusField(form.current, parameter), 50);
    },
    [select],
  );
  const { runs, run, isTried, failure, isRunning } = useRunning(connectionId, showFault);
  const faults = useFaults(connectionId, tasks, runs, isTried);
  const { place, isHeld } = usePlace(connectionId, places);
  const task = tasks[selected];
  const isGallery = isAdding || !task;

  const choose = (kind: TaskKind) => {
    draft.add({ task_name: kind.name });
    setAdding(false);
  };
  const apply = (preset: TaskPreset) => {
    draft.replaceAll([...tasks, ...preset.tasks]);
    select(tasks.length);
    setAdding(false);
  };
  return (
    <ComposerContext value={place}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,1fr)_28rem]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
          {tasks.length > 0 && (
            <div className="flex flex-wrap items-start justify-between gap-3">
              <TaskStrip
                tasks={tasks}
                selected={selected}
                isAdding={isAdding}
                faults={faults}
                onSelect={(index) => {
                  select(index);
                  setAdding(false);
                }}
                onDuplicate={draft.duplicate}
                onRemove={draft.remove}
                onAdd={() => setAdding((before) => !before)}
              />
              <span className="flex gap-2">
                <Button variant="outline" onClick={() => setSaving(true)}>
                  <Bookmark aria-hidden="true" /> Save as a preset…
                </Button>
                <Button
                  pending={isRunning}
                  disabled={isHeld || problem !== undefined}
                  onClick={() => run(tasks)}
                >
                  <Play aria-hidden="true" /> Run {countOf(tasks.length, "task")}
                </Button>
              </span>
            </div>
          )}
          {failure && (
            <p role="alert" className="text-sm text-failed-text">
              {failure}
            </p>
          )}
          {problem && (
            <p
              role="status"
              className="rounded-md border border-border-strong bg-card px-3 py-2 text-sm text-soft-foreground"
            >
              The JSON has a fault in line {problem.line}. The form shows what it said before, and waits for
              it.
            </p>
          )}
          {isGallery ? (
            <>
              <PresetList presets={presets} onApply={apply} />
              <KindGallery kinds={kinds.kinds} onChoose={choose} />
            </>
          ) : (
            <fieldset
              disabled={problem !== undefined}
              // The film's editor is no field: it waits, too.
              inert={problem !== undefined}
              className="min-w-0"
            >
              <legend className="mb-4">
                <h2 className="text-lg font-semibold">{task.task_name}</h2>
                <span className="block text-sm text-soft-foreground">
                  {kinds.kinds.find(({ name }) => name === task.task_name)?.summary}
                </span>
              </legend>
              <div ref={form} className="max-w-2xl">
                <FormOfLastRun
                  connectionId={connectionId}
                  run={runs.find(
                    ({ at, task: made }) => at === selected && made.task_name === task.task_name,
                  )}
                  key={`${selected}-${task.task_name}`}
                  task={task}
                  kinds={kinds}
                  faults={faults[selected] ?? {}}
                  onChange={(changed) => draft.change(selected, changed)}
                />
              </div>
            </fieldset>
          )}
        </div>
        <aside
          className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5 xl:sticky xl:top-16 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto"
          aria-label="The tasks as JSON, and what came of them"
        >
          {runs.length > 0 && (
            <section aria-labelledby="runs-title" className="grid grid-cols-[minmax(0,1fr)] gap-2">
              <h2 id="runs-title" className="text-sm font-semibold">
                Made here
              </h2>
              <RunList connectionId={connectionId} runs={runs} />
            </section>
          )}
          <section aria-labelledby="json-title" className="grid grid-cols-[minmax(0,1fr)] gap-2">
            <h2 id="json-title" className="text-sm font-semibold">
              JSON
            </h2>
            <Suspense fallback={<Skeleton className="h-[26rem]" />}>
              <JsonPanel
                text={text}
                problem={problem}
                faults={faults}
                onWrite={draft.write}
                onDrop={draft.dropText}
              />
            </Suspense>
          </section>
        </aside>
      </div>
      {isSaving && <SavePreset tasks={tasks} presets={presets} onClose={() => setSaving(false)} />}
    </ComposerContext>
  );
}

/** The form, which knows what was last made of its task. */
function FormOfLastRun({
  connectionId,
  run,
  ...form
}: TaskFormProps & { connectionId: string; run: Run | undefined }) {
  const { data } = useQuery({ ...taskQuery(connectionId, run?.taskKey ?? ""), enabled: run !== undefined });
  return <TaskForm {...form} made={data} />;
}

/** Where media are for this browser, and how many files are on their way. */
function usePlace(connectionId: string, places: readonly MediaPlace[]) {
  const [picked, setPicked] = useState<ReadonlyMap<string, string | null>>(new Map());
  const [held, setHeld] = useState(0);
  const place = useMemo(
    () => ({
      connectionId,
      shownOf: (url: unknown) => (typeof url === "string" ? (picked.get(url) ?? toShown(url, places)) : null),
      remember: (url: string, browserUrl: string | null) =>
        setPicked((before) => new Map(before).set(url, browserUrl)),
      hold: (isHeld: boolean) => setHeld((before) => before + (isHeld ? 1 : -1)),
    }),
    [connectionId, places, picked],
  );
  return { place, isHeld: held > 0 };
}

function focusField(form: HTMLElement | null, parameter: string): void {
  const name = parameter.replace(/^task_store\./, "");
  const field = form?.querySelector<HTMLElement>(
    `[data-parameter="${CSS.escape(name)}"] :is(input, textarea, button, [contenteditable="true"])`,
  );
  field?.focus();
}
