import { queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/client/get-json.ts";

/** Every connection; live `connection` messages make it stale. */
export const connectionsQuery = () =>
  queryOptions({
    queryKey: ["connections"],
    queryFn: ({ signal }) =>
      getJson("/api/connections", {
        schema: async () => (await import("./schema.ts")).connectionList,
        signal,
      }),
  });
