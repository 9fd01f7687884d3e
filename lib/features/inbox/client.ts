import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";
import type { EventFilter } from "./schema.ts";

const schemas = () => import("./schema.ts");

/** The events of a filter, page after page. */
export const eventPagesQuery = (filter: EventFilter) =>
  infiniteQueryOptions({
    queryKey: ["inbox", "pages", filter],
    queryFn: ({ pageParam, signal }) =>
      getJson("/api/inbox", {
        query: { ...filter, cursor: pageParam },
        schema: async () => (await schemas()).eventPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** One event with its evidence. */
export const eventQuery = (eventId: string) =>
  queryOptions({
    queryKey: ["inbox", "event", eventId],
    queryFn: ({ signal }) =>
      getJson(`/api/inbox/${encodeURIComponent(eventId)}`, {
        schema: async () => (await schemas()).eventDetail,
        signal,
      }),
  });

/** Counts for the filter menus. */
export const eventFacetsQuery = () =>
  queryOptions({
    queryKey: ["inbox", "facets"],
    queryFn: ({ signal }) =>
      getJson("/api/inbox/facets", { schema: async () => (await schemas()).eventFacets, signal }),
  });

/** Whom each provider tells what; asks the providers. */
export const webhooksQuery = () =>
  queryOptions({
    queryKey: ["inbox", "webhooks"],
    queryFn: ({ signal }) =>
      getJson("/api/inbox/webhooks", { schema: async () => (await schemas()).webhookOverview, signal }),
    staleTime: 10_000,
  });
