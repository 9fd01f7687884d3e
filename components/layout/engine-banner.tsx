"use client";

import { Banner } from "#components/ui/banner.tsx";
import { useLiveState } from "./live-provider.tsx";

/** The engine is a process of its own: while it is away the library stays, and local work waits. */
export function EngineBanner() {
  const { engine } = useLiveState();
  if (engine === "up") return null;
  return (
    <div className="px-4 pt-3 sm:px-5">
      <Banner>
        <strong>The engine is {engine === "restarting" ? "restarting" : "down"}.</strong> Videos of the local
        connections cannot be played or encoded until it is back; it is being started again by itself.
      </Banner>
    </div>
  );
}
