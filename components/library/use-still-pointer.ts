"use client";

import { useEffect, useRef } from "react";
import { restMs } from "./list-layout.ts";

interface PointerPlace {
  readonly clientX: number;
  readonly clientY: number;
}

/**
 * Does something where the pointer is. A list that scrolls under a resting mouse brings one item after the other there,
 * which nobody points at: then it is done once, when the list has come to rest.
 */
export function useStillPointer(): (place: PointerPlace, act: () => void) => void {
  const last = useRef<PointerPlace>(undefined);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  return ({ clientX, clientY }, act) => {
    const isListMoving = last.current?.clientX === clientX && last.current.clientY === clientY;
    last.current = { clientX, clientY };
    clearTimeout(rest.current);
    if (isListMoving) rest.current = setTimeout(act, restMs);
    else act();
  };
}
