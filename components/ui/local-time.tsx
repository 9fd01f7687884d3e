"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

const formats = {
  moment: { dateStyle: "medium", timeStyle: "short" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  day: { dateStyle: "medium" },
  time: { hour: "2-digit", minute: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making a format costs far more than using one, and a table uses the same one in every row. */
const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(as: keyof typeof formats, timeZone?: string): Intl.DateTimeFormat {
  const key = `${as} ${timeZone ?? ""}`;
  const format =
    made.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...formats[as], ...(timeZone && { timeZone }) });
  made.set(key, format);
  return format;
}

export interface LocalTimeProps {
  /** ISO 8601. */
  readonly at: string;
  readonly as?: keyof typeof formats;
  readonly className?: string;
}

/** A moment in this browser's time zone. The server, which does not know it, writes UTC first. */
export function LocalTime({ at, as = "moment", className }: LocalTimeProps) {
  const text = useSyncExternalStore(
    never,
    () => formatOf(as).format(new Date(at)),
    () => formatOf(as, "UTC").format(new Date(at)),
  );
  return (
    <time dateTime={at} title={at} className={className}>
      {text}
    </time>
  );
}
