"use client";

import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export interface SwitchProps extends ComponentProps<"button"> {
  checked: boolean;
  onCheckedChange(checked: boolean): void;
}

/** On or off: a button that says which, without the hidden field that forms of ours do not read. */
export function Switch({ checked, onCheckedChange, className, ...props }: SwitchProps) {
  const state = checked ? "checked" : "unchecked";
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      data-state={state}
      className={cn(
        "inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-gray-9 bg-gray-4 p-px transition-colors disabled:opacity-50 data-[state=checked]:border-foreground data-[state=checked]:bg-foreground",
        className,
      )}
      onClick={() => onCheckedChange(!checked)}
      {...props}
    >
      <span
        data-state={state}
        className="forced-fill block size-4 rounded-full bg-gray-10 transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-background rtl:data-[state=checked]:-translate-x-4"
      />
    </button>
  );
}
