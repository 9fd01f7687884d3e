"use client";

import { createContext, useContext } from "react";

/** What the fields of a task need to know of where they are. */
export interface ComposerPlace {
  readonly connectionId: string;
  /** As this browser reaches an address that a task names; null where it may not be shown here. */
  shownOf(url: unknown): string | null;
  /** The two addresses of a picked file. */
  remember(url: string, browserUrl: string | null): void;
  /** Something is being sent: running has to wait for it. */
  hold(isHeld: boolean): void;
}

export const ComposerContext = createContext<ComposerPlace | undefined>(undefined);

export function useComposerPlace(): ComposerPlace {
  const place = useContext(ComposerContext);
  if (!place) throw new Error("There is no composer above this component.");
  return place;
}
