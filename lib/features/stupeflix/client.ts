import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import type { TaskState, TaskView } from "./schema/task.ts";

const schemas = () => import("./schema/task.ts");
const at = (connectionId: string) => `/api/stupeflix/${encodeURIComponent(connectionId)}/tasks`;

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
