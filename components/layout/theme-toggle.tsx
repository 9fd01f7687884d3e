"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { chooseTheme } from "#lib/client/theme.ts";
import { useTheme } from "./use-theme.ts";

const themes = {
  system: { label: "as the system", icon: Monitor, next: "light" },
  light: { label: "light", icon: Sun, next: "dark" },
  dark: { label: "dark", icon: Moon, next: "system" },
} as const;

/** System → light → dark → system. */
export function ThemeToggle() {
  const current = themes[useTheme() ?? "system"];
  const Icon = current.icon;
  const label = `Theme: ${current.label}. Change to ${themes[current.next].label}`;
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      title={label}
      onClick={() => chooseTheme(current.next)}
    >
      <Icon aria-hidden="true" />
    </Button>
  );
}
