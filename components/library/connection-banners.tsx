"use client";

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";

const UnwellBanners = lazy(() => import("./unwell-banners.tsx"));

/** An answer that took longer than this is worth a word. */
const slowMs = 3_000;

/** True when a connection that should answer does not, or does so slowly. */
export function isUnwell({ state, health }: ConnectionSummary): boolean {
  if (state === "paused" || health.cause === "unknown") return false;
  return health.cause !== "ok" || (health.latencyMs ?? 0) > slowMs;
}

/** A line per connection that is not well: which, since when, what is shown instead. The others are not touched by it. */
export function ConnectionBanners({ canRetry }: { canRetry: boolean }) {
  const connections = useQuery(connectionsQuery());
  const unwell = connections.data?.filter(isUnwell) ?? [];
  return (
    unwell.length > 0 && (
      <Suspense>
        <UnwellBanners unwell={unwell} canRetry={canRetry} />
      </Suspense>
    )
  );
}
