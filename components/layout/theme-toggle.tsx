"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { chooseTheme } from "#lib/client/theme.ts";
import { useTheme } from "./use-theme.ts";

const themes = {
  system: { label: "as the system", next: "light" },
  light: { label: "light", next: "dark" },
  dark: { label: "dark", next: "system" },
} as const;

/** System → light → dark → system. The pictures are drawn by the server: they are no script. */
export function ThemeToggle({ icons }: { icons: Readonly<Record<keyof typeof themes, ReactNode>> }) {
  const theme = useTheme() ?? "system";
  const current = themes[theme];
  const label = `Theme: ${current.label}. Change to ${themes[current.next].label}`;
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      title={label}
      onClick={() => chooseTheme(current.next)}
    >
      {icons[theme]}
    </Button>
  );
}
