import { z } from "zod";

export const taskStates = ["queued", "executing", "success", "error"] as const;
export type TaskState = (typeof taskStates)[number];

const connection = z.object({ connectionId: z.string().min(1).max(100) });
const taskKey = z.string().regex(/^[A-Z2-7]{26}$/, "That is no task's key.");

export const taskListRequest = connection.extend({
  status: z.enum(taskStates).optional(),
  before: z.coerce.number().int().min(1).optional(),
});
export type TaskListRequest = z.output<typeof taskListRequest>;

export const taskInput = connection.extend({ taskKey });
export type TaskInput = z.output<typeof taskInput>;

export const tasksAtOnce = 1_000;

/**
 * Of tasks that go to the service at once: a film's definition of 2,097,152 characters (docs/sxml.md), each as long as
 * JSON makes it, and what stands beside it.
 */
export const composedBytes = 8 * 1024 * 1024;

/** Parameters stand beside the name, as the service takes them. */
export const taskDefinition = z.looseObject({
  task_name: z.string("Each task needs its name, task_name.").min(1, "Each task needs its name, task_name."),
});
export type TaskDefinition = z.output<typeof taskDefinition>;

export const createTasksInput = connection.extend({
  tasks: z
    .array(taskDefinition)
    .min(1, "Give it a task.")
    .max(tasksAtOnce, "Use at most 1,000 tasks at once."),
});
export type CreateTasksInput = z.output<typeof createTasksInput>;

/** A task as a page shows it; addresses of its files are as a browser reaches them. */
export const taskView = z.object({
  taskKey: z.string(),
  /** Null where the service does not tell. */
  name: z.string().nullable(),
  state: z.enum(taskStates),
  /** Anything JSON. */
  progress: z.unknown(),
  queuedAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  /** At the end, and before it where a task told part of it. */
  result: z.unknown(),
  /** A text, or what is wrong with each parameter. */
  error: z.unknown(),
  /** The task as it was asked for: what makes it again. Secrets are left out by the service. */
  definition: taskDefinition.nullable(),
});
export type TaskView = z.output<typeof taskView>;

export const checkTasksInput = createTasksInput;

/** What is wrong with a task: with each parameter by its name, and under the empty name with the whole. */
export const taskFaults = z.array(z.record(z.string(), z.array(z.string())));
export type TaskFaults = z.output<typeof taskFaults>[number];

export const taskPage = z.object({ tasks: z.array(taskView), next: z.number().nullable() });
export type TaskPage = z.output<typeof taskPage>;

/** Tasks of every connection: what runs and waits, and what ended within a day. */
export const taskOverview = z.object({
  tasks: z.array(taskView.extend({ connectionId: z.string(), connectionName: z.string() })),
  /** States of which there are more than are told. */
  cut: z.array(z.object({ connectionId: z.string(), state: z.enum(taskStates) })),
  /** Connections that could not be asked, and why. */
  unread: z.array(z.object({ connectionId: z.string(), connectionName: z.string(), reason: z.string() })),
});
export type TaskOverview = z.output<typeof taskOverview>;
export type TaskOverviewItem = TaskOverview["tasks"][number];
