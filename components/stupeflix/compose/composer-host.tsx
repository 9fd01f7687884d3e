"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ComposerProps } from "./composer.tsx";

const Composer = lazy(() => import("./composer.tsx"));

/** The composer is more than a page may make a browser load before it works: it comes after its own picture. */
export function ComposerHost(props: ComposerProps) {
  return (
    <Suspense fallback={<Skeleton className="h-96" />}>
      <Composer {...props} />
    </Suspense>
  );
}
