"use client";

import { type ReactNode, useId } from "react";
import { Switch } from "#components/ui/switch.tsx";

export interface SwitchRowProps {
  label: ReactNode;
  /** What it does, on and off. */
  help?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}

/** A setting that is on or off: its words at the left, the switch at the right. */
export function SwitchRow({ label, help, checked, disabled, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="grid gap-0.5">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {help && (
          <p id={`${id}-help`} className="text-xs text-pretty text-muted-foreground">
            {help}
          </p>
        )}
      </div>
      <Switch
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        {...(help && { "aria-describedby": `${id}-help` })}
      />
    </div>
  );
}
