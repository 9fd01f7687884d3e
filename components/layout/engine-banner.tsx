"use client";

import { lazy, Suspense } from "react";
import { useLiveState } from "./live-provider.tsx";

const EngineAway = lazy(() => import("./engine-away.tsx"));

/** The engine is a process of its own: while it is away the library stays, and local work waits. */
export function EngineBanner() {
  const { engine } = useLiveState();
  return <Suspense>{engine !== "up" && <EngineAway isRestarting={engine === "restarting"} />}</Suspense>;
}
