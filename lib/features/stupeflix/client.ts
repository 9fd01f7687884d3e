import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import type { TaskDefinition, TaskState, TaskView } from "./schema/task.ts";

const schemas = () => import("./schema/task.ts");
const mediaSchemas = () => import("./schema/media.ts");
const of = (connectionId: string) => `/api/stupeflix/${encodeURIComponent(connectionId)}`;
const at = (connectionId: string) => `${of(connectionId)}/tasks`;

export const hasEnded = ({ state }: TaskView): boolean => state === "success" || state === "error";

/** Nobody pushes a service's tasks to us: what moves is asked for often, what rests seldom. */
const movingMs = 1_500;
const restingMs = 15_000;
const isMoving = (task: TaskView) => !hasEnded(task);

/** An account's tasks, newest first. The live stream's `task` message reads them again, too. */
export const taskListQuery = (connectionId: string, status: TaskState | undefined) =>
  infiniteQueryOptions({
    queryKey: ["tasks", connectionId, "list", status ?? "all"],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) =>
      getJson(at(connectionId), {
        query: { status, before: pageParam || undefined },
        schema: async () => (await schemas()).taskPage,
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ tasks }) => tasks.some(isMoving)) ? movingMs : restingMs,
  });

/** One task, followed to its end. */
export const taskQuery = (connectionId: string, taskKey: string) =>
  queryOptions({
    queryKey: ["tasks", connectionId, "one", taskKey],
    queryFn: ({ signal }) =>
      getJson(`${at(connectionId)}/${encodeURIComponent(taskKey)}`, {
        schema: async () => (await schemas()).taskView,
        signal,
      }),
    refetchInterval: ({ state: { data } }) => (data && !isMoving(data) ? false : movingMs),
  });

/** Tasks of every connection: at work, and ended today. */
export const taskOverviewQuery = () =>
  queryOptions({
    queryKey: ["tasks", "all"],
    queryFn: ({ signal }) =>
      getJson("/api/stupeflix/tasks", { schema: async () => (await schemas()).taskOverview, signal }),
    refetchInterval: ({ state: { data } }) => (data?.tasks.some(isMoving) ? movingMs : restingMs),
  });

/** What the service says of definitions before they are made. A definition is the whole question: it is asked once. */
export const taskCheckQuery = (connectionId: string, tasks: readonly TaskDefinition[]) =>
  queryOptions({
    queryKey: ["task-check", connectionId, tasks] as const,
    queryFn: ({ signal }) =>
      getJson(`${of(connectionId)}/check`, {
        body: { tasks },
        schema: async () => (await schemas()).taskFaults,
        signal,
      }),
    enabled: tasks.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });

/** Where a task reads a library asset's file. */
export const assetSourceQuery = (connectionId: string, assetId: string) =>
  queryOptions({
    queryKey: ["task-source", connectionId, assetId],
    queryFn: ({ signal }) =>
      getJson(`${of(connectionId)}/source`, {
        query: { assetId },
        schema: async () => (await mediaSchemas()).assetSource,
        signal,
      }),
    staleTime: 0,
    retry: false,
  });
