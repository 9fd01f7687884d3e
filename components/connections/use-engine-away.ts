"use client";

import { useQuery } from "@tanstack/react-query";
import { useLiveState } from "#components/layout/live-provider.tsx";
import { connectionsQuery } from "#lib/features/connections/client.ts";

/**
 * Whether the account is the engine's own and the engine is away: the line on top of every page says so then, and
 * that nothing is to be done. Nobody else need say it again.
 */
export function useEngineAway(connectionId: string | undefined): boolean {
  const { engine } = useLiveState();
  const { data } = useQuery(connectionsQuery());
  const isLocal = data?.find((one) => one.connectionId === connectionId)?.isLocal ?? false;
  return isLocal && engine !== "up";
}
