"use client";

import { useSyncExternalStore } from "react";

const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment in the reader's own zone and manner; until their browser runs, in UTC as the server knows it. */
export function LocalTime({ at }: { at: string }) {
  const text = useSyncExternalStore(
    () => () => {},
    () => format.format(new Date(at)),
    () => `${at.slice(0, 16).replace("T", " ")} UTC`,
  );
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {text}
    </time>
  );
}
