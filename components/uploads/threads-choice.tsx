"use client";

import { useEffect, useId, useState } from "react";
import { recallThreads, rememberThreads, wayTo } from "#lib/features/uploads/client/browser/browser-line.ts";
import { threadLimits, threadsInWords, type Way } from "#lib/features/uploads/client/threads.ts";

/** Until the browser says better: what every page can count on. */
const cautious: Way = { isOwnHost: true, isMultiplexed: false };

/** How many parts of a file go at once, remembered by this browser, with what that comes to on this line. */
export function ThreadsChoice() {
  const id = useId();
  const [threads, setThreads] = useState<number>(threadLimits.usual);
  const [way, setWay] = useState(cautious);
  useEffect(() => {
    setThreads(recallThreads());
    setWay(wayTo(location.host));
  }, []);
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-3">
        <label htmlFor={id} className="text-sm font-medium">
          Threads
        </label>
        <output htmlFor={id} className="text-sm font-medium tabular">
          {threads}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={threadLimits.least}
        max={threadLimits.most}
        value={threads}
        aria-describedby={`${id}-note`}
        className="h-5 w-full accent-foreground"
        onChange={(event) => {
          const chosen = Number(event.target.value);
          setThreads(chosen);
          rememberThreads(chosen);
        }}
      />
      <p id={`${id}-note`} className="min-h-8 text-xs text-pretty text-muted-foreground">
        {threadsInWords(threads, way)}
      </p>
    </div>
  );
}
