"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ComposerProps } from "./composer.tsx";

const Composer = lazy(() => import("./composer.tsx"));
const never = () => () => {};

/**
 * The composer is more than a page may make a browser load before it works. It is not drawn before its code is there:
 * what is typed or dropped into a picture of it would be lost.
 */
export function ComposerHost(props: ComposerProps) {
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const waiting = <Skeleton className="h-96" />;
  return isInBrowser ? (
    <Suspense fallback={waiting}>
      <Composer {...props} />
    </Suspense>
  ) : (
    waiting
  );
}
