"use client";

import { useEffect, useSyncExternalStore } from "react";

/** The page's one player, for what stands beside it and works on the moment it shows. */
let shown: HTMLVideoElement | null = null;
const listeners = new Set<() => void>();

function show(element: HTMLVideoElement | null): void {
  shown = element;
  for (const listener of listeners) listener();
}

/** Makes the element the page's player for as long as it is there. */
export function useAsShownPlayer(element: { readonly current: HTMLVideoElement | null }): void {
  useEffect(() => {
    show(element.current);
    return () => show(null);
  }, [element]);
}

/** The page's player; null while there is none. */
export function useShownPlayer(): HTMLVideoElement | null {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => shown,
    () => null,
  );
}

/** Where it stands, in milliseconds. */
export const positionOf = (player: HTMLVideoElement | null): number =>
  Math.round((player?.currentTime ?? 0) * 1000);
