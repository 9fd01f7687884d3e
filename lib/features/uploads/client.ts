import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";

const schemas = () => import("./schema.ts");

/** Where uploads can go. Asked of the providers, so it is kept for a minute. */
export const uploadTargetsQuery = () =>
  queryOptions({
    queryKey: ["uploads", "targets"],
    queryFn: ({ signal }) =>
      getJson("/api/uploads/targets", { schema: async () => (await schemas()).uploadTargets, signal }),
    staleTime: 60_000,
  });

/** Everyone's uploads, newest first. */
export const uploadHistoryQuery = () =>
  infiniteQueryOptions({
    queryKey: ["uploads", "history"],
    queryFn: ({ signal, pageParam }) =>
      getJson("/api/uploads/history", {
        query: { cursor: pageParam, limit: 50 },
        schema: async () => (await schemas()).uploadHistoryPage,
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
