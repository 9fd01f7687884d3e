"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo } from "react";
import type { KnownQuery } from "#lib/client/known-query.ts";

export interface KnownDataProps {
  queries: readonly KnownQuery[];
  children: ReactNode;
}

/**
 * Gives the page's queries their first answers. What no query has yet is there before the children draw; what replaces
 * an older answer waits until this page shows, so that the one before does not change while it is still seen. React
 * Query's own boundary also carries pending and failed queries and mutations, and costs every page a kilobyte.
 */
export function KnownData({ queries, children }: KnownDataProps) {
  const client = useQueryClient();
  const newer = useMemo(() => {
    for (const query of queries) {
      if (client.getQueryState(query.queryKey) === undefined) take(client, query);
    }
    return queries.filter(
      ({ queryKey, readAtMs }) => readAtMs > (client.getQueryState(queryKey)?.dataUpdatedAt ?? 0),
    );
  }, [client, queries]);

  useEffect(() => {
    for (const query of newer) take(client, query);
  }, [client, newer]);

  return children;
}

function take(client: QueryClient, { queryKey, data, readAtMs }: KnownQuery): void {
  client.setQueryData(queryKey, data, { updatedAt: readAtMs });
}
