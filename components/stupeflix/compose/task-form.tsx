"use client";

import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Label } from "#components/ui/label.tsx";
import type { Parameter, TaskKind, TaskKinds } from "#lib/features/stupeflix/schema/kinds.ts";
import type { TaskDefinition, TaskFaults, TaskView } from "#lib/features/stupeflix/schema/task.ts";
import { toTextValue } from "./controls/control-props.ts";
import { setParameter, setStore, storeOf, unknownNames } from "./draft.ts";
import { ParameterField } from "./parameter-field.tsx";
import { storeWords } from "./parameter-words.ts";

export interface TaskFormProps {
  task: TaskDefinition;
  kinds: TaskKinds;
  faults: TaskFaults;
  /** What was last made of it here: times of a film are picked on the film. */
  made?: TaskView | undefined;
  onChange(task: TaskDefinition): void;
}

/** One task's form, drawn from what the service says of its kind. */
export function TaskForm({ task, kinds, faults, made, onChange }: TaskFormProps) {
  const kind = kinds.kinds.find(({ name }) => name === task.task_name);
  const source = task.url ?? filmOf(made);
  const fieldsOf = (parameters: Readonly<Record<string, Parameter>>) =>
    inOrder(parameters).map(([name, parameter]) => (
      <ParameterField
        key={name}
        name={name}
        parameter={parameter}
        value={task[name]}
        messages={faults[name] ?? []}
        source={source}
        onChange={(value) => onChange(setParameter(task, name, value))}
      />
    ));
  const own = kind?.parameters ?? {};
  const strange = unknownNames(task, own, kinds.common);
  return (
    <div className="grid gap-6">
      {kind ? (
        <div className="grid gap-5 sm:grid-cols-2">
          {fieldsOf(own)}
          {Object.keys(own).length === 0 && (
            <p className="text-sm text-muted-foreground">It takes no parameters of its own.</p>
          )}
        </div>
      ) : (
        <p role="alert" className="text-sm text-failed-text">
          The service knows no task called “{task.task_name}”.
        </p>
      )}
      {strange.length > 0 && (
        <Part title="Not known to the service">
          <ul className="grid gap-1 sm:col-span-2">
            {strange.map((name) => (
              <li key={name} className="flex items-center gap-2 text-sm">
                <code className="text-xs">{name}</code>
                <span className="clip-line min-w-0 flex-1 font-mono text-xs text-muted-foreground">
                  {toTextValue(task[name])}
                </span>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Leave ${name} out`}
                  onClick={() => onChange(setParameter(task, name, undefined))}
                >
                  <X aria-hidden="true" />
                </Button>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {makesFiles(kind) && <StoreFields task={task} kinds={kinds} faults={faults} onChange={onChange} />}
      <Part title="Whom it tells">{fieldsOf(kinds.common)}</Part>
    </div>
  );
}

/** The film, or its preview while it is made. */
function filmOf(made: TaskView | undefined): unknown {
  const result = made?.result;
  if (typeof result !== "object" || result === null) return undefined;
  return ("export" in result && result.export) || ("preview" in result && result.preview) || undefined;
}

const makesFiles = (kind: TaskKind | undefined) => kind !== undefined && Object.keys(kind.files).length > 0;

/** What must be given comes first; else in the service's own order. */
const inOrder = (parameters: Readonly<Record<string, Parameter>>) =>
  Object.entries(parameters).toSorted(([, a], [, b]) => Number(b.required) - Number(a.required));

function StoreFields({ task, kinds, faults, onChange }: TaskFormProps) {
  const id = useId();
  const store = storeOf(task);
  const known = kinds.stores[store.type];
  const own = faults["task_store.type"] ?? faults.task_store ?? [];
  return (
    <Part title="Where its files go">
      <div className="grid gap-1.5 sm:col-span-2">
        <Label htmlFor={id}>Store</Label>
        <Choice
          id={id}
          className="w-64 max-w-full"
          aria-describedby={`${id}-note`}
          value={store.type}
          options={[
            ...Object.keys(kinds.stores).map((type) => ({ value: type, label: storeWords[type] ?? type })),
            ...(known ? [] : [{ value: store.type, label: store.type }]),
          ]}
          onChange={(type) => onChange(setStore(task, { type }))}
        />
        <p
          id={`${id}-note`}
          className={own.length > 0 ? "text-xs text-failed-text" : "text-xs text-muted-foreground"}
        >
          {own.length > 0 ? own.join("; ") : known?.description}
        </p>
      </div>
      {inOrder(known?.parameters ?? {}).map(([name, parameter]) => (
        <ParameterField
          key={name}
          name={name}
          parameter={name === "url" ? { ...parameter, control: "page-url" } : parameter}
          value={store[name]}
          messages={faults[`task_store.${name}`] ?? []}
          source={undefined}
          onChange={(value) => {
            const { [name]: _before, ...others } = store;
            onChange(setStore(task, { ...others, ...(value === undefined ? {} : { [name]: value }) }));
          }}
        />
      ))}
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-4 border-t pt-4">
      <h3 className="text-sm font-semibold">{title}</h3>
      <div className="grid gap-4 sm:grid-cols-2">{children}</div>
    </section>
  );
}
