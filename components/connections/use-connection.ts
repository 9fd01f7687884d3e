"use client";

import { useQuery } from "@tanstack/react-query";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";

/** The connection as it was last heard of; as the server read it until then. */
export function useConnection(first: ConnectionSummary): ConnectionSummary {
  const { data } = useQuery(connectionsQuery());
  return data?.find(({ connectionId }) => connectionId === first.connectionId) ?? first;
}
