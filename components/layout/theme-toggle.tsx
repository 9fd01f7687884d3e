"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";

const themes = {
  system: { label: "as the system", icon: Monitor, next: "light" },
  light: { label: "light", icon: Sun, next: "dark" },
  dark: { label: "dark", icon: Moon, next: "system" },
} as const;

const isTheme = (name: string | undefined): name is keyof typeof themes =>
  name !== undefined && name in themes;

/** System → light → dark → system. */
export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  const [isMounted, setMounted] = useState(false);
  // The server does not know the choice; the first paint must not contradict it.
  useEffect(() => setMounted(true), []);
  const current = themes[isMounted && isTheme(theme) ? theme : "system"];
  const Icon = current.icon;
  const label = `Theme: ${current.label}. Change to ${themes[current.next].label}`;
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      title={label}
      onClick={() => setTheme(current.next)}
    >
      <Icon aria-hidden="true" />
    </Button>
  );
}
