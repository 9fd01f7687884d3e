"use client";

import { lazy, Suspense, useEffect, useState } from "react";

const Toaster = lazy(() => import("#components/ui/toaster.tsx"));

/** Toasts are news of later; their code need not be there for the first paint. */
export function ToasterHost() {
  const [isMounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return (
    isMounted && (
      <Suspense fallback={null}>
        <Toaster />
      </Suspense>
    )
  );
}
