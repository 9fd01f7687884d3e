import type { Parameter, TaskKinds } from "#lib/features/stupeflix/schema/kinds.ts";
import type { TaskDefinition } from "#lib/features/stupeflix/schema/task.ts";

export type Tasks = readonly TaskDefinition[];

/** The task with a parameter set, or without it. What a form shows as a default is not written down. */
export function setParameter(task: TaskDefinition, name: string, value: unknown): TaskDefinition {
  const kept = Object.entries({ ...task, [name]: value }).filter(([, each]) => each !== undefined);
  return { task_name: task.task_name, ...Object.fromEntries(kept) };
}

export const replaceAt = (tasks: Tasks, index: number, task: TaskDefinition): Tasks =>
  tasks.map((each, at) => (at === index ? task : each));

export const removeAt = (tasks: Tasks, index: number): Tasks => tasks.filter((_each, at) => at !== index);

export const insertAt = (tasks: Tasks, index: number, task: TaskDefinition): Tasks => [
  ...tasks.slice(0, index),
  task,
  ...tasks.slice(index),
];

/** The body of the call that makes the tasks. */
export const toText = (tasks: Tasks): string => JSON.stringify({ tasks }, null, 2);

/** A store with its parameters; the service's own default when it is neither named nor told anything. */
export function storeOf(task: TaskDefinition): { readonly type: string; readonly [name: string]: unknown } {
  const store = task.task_store;
  return { type: "persistent", ...(isRecord(store) ? store : {}) };
}

export function setStore(task: TaskDefinition, store: Readonly<Record<string, unknown>>): TaskDefinition {
  const isDefault = store.type === "persistent" && Object.keys(store).length === 1;
  return setParameter(task, "task_store", isDefault ? undefined : store);
}

/** What a kind of task takes and no form field shows: kept, and shown as it is. */
export function unknownNames(
  task: TaskDefinition,
  parameters: Readonly<Record<string, Parameter>>,
  common: Readonly<Record<string, Parameter>>,
): string[] {
  const own = new Set(["task_name", "task_store", "task_metas"]);
  return Object.keys(task).filter((name) => !own.has(name) && !(name in parameters) && !(name in common));
}

/** The tasks without what is typed into secret fields: for a browser's memory. */
export function withoutSecrets(tasks: Tasks, kinds: TaskKinds): Tasks {
  const described = [
    ...kinds.kinds.map(({ parameters }) => parameters),
    ...Object.values(kinds.stores).map(({ parameters }) => parameters),
  ];
  const secrets = new Set(
    described.flatMap((parameters) =>
      Object.entries(parameters).flatMap(([name, { control }]) => (control === "secret" ? [name] : [])),
    ),
  );
  const strip = (given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(given)
        .filter(([name]) => !secrets.has(name))
        .map(([name, value]) => [name, isRecord(value) ? strip(value) : value]),
    );
  return tasks.map((task) => ({ ...strip(task), task_name: task.task_name }));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
