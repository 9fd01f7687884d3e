"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import type { Place } from "./navigation.ts";
import { onOpenPalette } from "./open-palette.ts";

const CommandPalette = lazy(() => import("./command-palette.tsx"));

/** Listens for Ctrl/Cmd-K; the palette's code comes with its first opening. */
export function PaletteHost({ places }: { places: readonly Place[] }) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);

  useEffect(() => {
    const open = () => {
      setOpened(true);
      setOpen(true);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      setOpened(true);
      setOpen((wasOpen) => !wasOpen);
    };
    window.addEventListener("keydown", onKey);
    const stop = onOpenPalette(open);
    return () => {
      window.removeEventListener("keydown", onKey);
      stop();
    };
  }, []);

  return (
    wasOpened && (
      <Suspense fallback={null}>
        <CommandPalette places={places} open={isOpen} onOpenChange={setOpen} />
      </Suspense>
    )
  );
}
