"use client";

import { cn } from "#components/ui/class-names.ts";
import { useLiveState } from "./live-provider.tsx";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** A dot and a word: whether what is on the page moves by itself. */
export function LiveDot() {
  const { state } = useLiveState();
  const [word, look] = describe(state);
  return (
    <span role="status" className="flex items-center gap-1.5 text-xs whitespace-nowrap text-muted-foreground">
      <span aria-hidden="true" className={cn("forced-fill size-2 rounded-full transition-colors", look)} />
      {word}
    </span>
  );
}

function describe(state: ReturnType<typeof useLiveState>["state"]): [word: string, look: string] {
  switch (state.name) {
    case "connecting":
      return ["connecting", "bg-gray-8"];
    case "live":
      return ["live", "bg-ready"];
    case "reconnecting":
      return ["reconnecting", "bg-degraded animate-pulse"];
    case "offline":
      return [`offline since ${time.format(state.sinceMs)}`, "bg-failed"];
  }
}
