"use client";

import { useEffect, useState } from "react";
import { formatAge } from "#lib/client/format.ts";

/** "4 min ago", kept true while it is looked at. The exact time is one hover away. */
export function Age({ at }: { at: string }) {
  const [nowMs, setNowMs] = useState<number>();
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  const age = nowMs === undefined ? undefined : formatAge(Date.parse(at), nowMs);
  return (
    <time dateTime={at} title={`${at.slice(0, 19).replace("T", " ")} UTC`}>
      {age === undefined ? `${at.slice(11, 16)} UTC` : age === "now" ? "just now" : `${age} ago`}
    </time>
  );
}
