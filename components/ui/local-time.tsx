"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

const formats = {
  day: { dateStyle: "medium" },
  moment: { dateStyle: "medium", timeStyle: "short" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export interface LocalTimeProps {
  /** ISO 8601. */
  readonly at: string;
  readonly show?: keyof typeof formats;
  readonly className?: string;
}

/** A moment in this browser's time zone. The server, which does not know it, writes UTC first. */
export function LocalTime({ at, show = "moment", className }: LocalTimeProps) {
  const format = (timeZone?: string) =>
    new Intl.DateTimeFormat("en-GB", { ...formats[show], ...(timeZone && { timeZone }) }).format(new Date(at));
  const text = useSyncExternalStore(
    never,
    () => format(),
    () => format("UTC"),
  );
  return (
    <time dateTime={at} title={at} className={className}>
      {text}
    </time>
  );
}
