"use client";

import { useEffect, useRef } from "react";

/** For a form with `data-early-submit` whose fields are the browser's own: sent once it runs, if it was sent before. */
export function useEarlySubmit() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const wasSent = form.current?.dataset.earlySubmit === "sent";
    form.current?.removeAttribute("data-early-submit");
    if (wasSent) form.current?.requestSubmit();
  }, []);
  return { ref: form, "data-early-submit": "", suppressHydrationWarning: true } as const;
}
