"use client";

import { useEffect, useRef } from "react";

/** For a button with `data-early`: runs `act` once it runs at all, if it was clicked before. `act` may run twice. */
export function useEarlyClick(act: () => void) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(act);
  useEffect(() => {
    const wasClicked = button.current?.dataset.early === "clicked";
    button.current?.removeAttribute("data-early");
    if (wasClicked) latest.current();
  }, []);
  return { ref: button, "data-early": "", suppressHydrationWarning: true } as const;
}
