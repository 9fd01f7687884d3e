"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "#components/layout/use-theme.ts";
import { chooseTheme } from "#lib/client/theme.ts";

const choices = [
  { value: "system", label: "System", Icon: Monitor },
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
] as const;

/** Light, dark, or what the system says. The server cannot know; nothing is checked until the browser does. */
export function ThemeChoice() {
  const theme = useTheme();
  return (
    <fieldset className="grid max-w-md grid-cols-3 gap-2">
      <legend className="sr-only">Theme</legend>
      {choices.map(({ value, label, Icon }) => (
        <label
          key={value}
          className="flex h-10 items-center justify-center gap-2 rounded-md border border-gray-8 bg-card text-sm font-medium text-soft-foreground hover:bg-gray-3 has-checked:border-selected has-checked:bg-selected-soft has-checked:text-foreground has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-selected"
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => chooseTheme(value)}
            className="sr-only"
          />
          <Icon className="size-4" aria-hidden="true" />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
