"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

const formats = {
  moment: { dateStyle: "medium", timeStyle: "short" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  dayAndClock: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
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
  /** `event`: the time of day alone when it was today. */
  readonly as?: keyof typeof formats | "event";
  readonly className?: string;
}

/** A moment in this browser's time zone. The server, which does not know it, writes UTC first. */
export function LocalTime({ at, as = "moment", className }: LocalTimeProps) {
  const text = useSyncExternalStore(
    never,
    () => formatOf(toFormat(at, as)).format(new Date(at)),
    () => formatOf(toFormat(at, as), "UTC").format(new Date(at)),
  );
  return (
    <time dateTime={at} title={at} className={className}>
      {text}
    </time>
  );
}

function toFormat(at: string, as: keyof typeof formats | "event"): keyof typeof formats {
  if (as !== "event") return as;
  return new Date(at).toDateString() === new Date().toDateString() ? "clock" : "dayAndClock";
}
