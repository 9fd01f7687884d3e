"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { StorageBoardProps } from "./storage-board.tsx";

const StorageBoard = lazy(() => import("./storage-board.tsx"));

/** The board's ways to delete come after its picture. */
export function StorageHost(props: StorageBoardProps) {
  return (
    <Suspense fallback={<Skeleton className="h-96" />}>
      <StorageBoard {...props} />
    </Suspense>
  );
}
