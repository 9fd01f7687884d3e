"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useInBrowser } from "#components/ui/use-in-browser.ts";
import type { ComposerProps } from "./composer.tsx";

const Composer = lazy(() => import("./composer.tsx"));

/** The composer is more than a page may make a browser load before it works: it comes after it. */
export function ComposerHost(props: ComposerProps) {
  const waiting = <Skeleton className="h-96" />;
  if (!useInBrowser()) return waiting;
  return (
    <Suspense fallback={waiting}>
      <Composer {...props} />
    </Suspense>
  );
}
