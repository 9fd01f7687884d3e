import { useSyncExternalStore } from "react";
import { readTheme, type Theme, watchTheme } from "#lib/client/theme.ts";

/** The chosen theme; undefined while the server draws, which does not know it. */
export function useTheme(): Theme | undefined {
  return useSyncExternalStore<Theme | undefined>(watchTheme, readTheme, () => undefined);
}
