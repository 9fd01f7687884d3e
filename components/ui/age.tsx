"use client";

import { useEffect, useState } from "react";
import { formatAge } from "#lib/client/format.ts";

export interface AgeProps {
  /** ISO 8601, or nothing while it never happened. */
  since: string;
  /** Said after the age, but not after "now": "12 s ago". */
  suffix?: string;
}

/** How long ago, kept true every few seconds. Empty until the browser runs: the server's clock is not the reader's. */
export function Age({ since, suffix = " ago" }: AgeProps) {
  const [now, setNow] = useState<number>();
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  if (now === undefined) return null;
  const age = formatAge(Date.parse(since), now);
  return (
    <time dateTime={since} className="tabular">
      {age === "now" ? "just now" : `${age}${suffix}`}
    </time>
  );
}
