"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useInBrowser } from "#components/ui/use-in-browser.ts";
import type { StorageBoardProps } from "./storage-board.tsx";

const StorageBoard = lazy(() => import("./storage-board.tsx"));

/** The board, with all its ways to delete, comes after its page. */
export function StorageHost(props: StorageBoardProps) {
  const waiting = <Skeleton className="h-96" />;
  if (!useInBrowser()) return waiting;
  return (
    <Suspense fallback={waiting}>
      <StorageBoard {...props} />
    </Suspense>
  );
}
