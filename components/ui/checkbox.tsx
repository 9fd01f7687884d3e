"use client";

import { Check, Minus } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export interface CheckboxProps extends ComponentProps<"button"> {
  checked: boolean | "indeterminate";
  onCheckedChange?(checked: boolean): void;
}

/** A box to tick: a button that says so, without the hidden field that forms of ours do not read. */
export function Checkbox({ checked, onCheckedChange, className, onClick, ...props }: CheckboxProps) {
  const isMixed = checked === "indeterminate";
  return (
    // biome-ignore lint/a11y/useSemanticElements: an input cannot hold the tick that it shows
    <button
      type="button"
      role="checkbox"
      aria-checked={isMixed ? "mixed" : checked}
      data-state={isMixed ? "indeterminate" : checked ? "checked" : "unchecked"}
      className={cn(
        "grid size-4 shrink-0 place-items-center rounded-sm border border-gray-9 bg-card transition-colors disabled:opacity-50 data-[state=checked]:border-selected data-[state=checked]:bg-selected data-[state=checked]:text-white data-[state=indeterminate]:border-selected data-[state=indeterminate]:bg-selected data-[state=indeterminate]:text-white dark:data-[state=checked]:text-black dark:data-[state=indeterminate]:text-black",
        className,
      )}
      onClick={(event) => {
        onClick?.(event);
        onCheckedChange?.(checked !== true);
      }}
      // Enter belongs to the form around a box; the space bar ticks it.
      onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      {...props}
    >
      {isMixed ? (
        <Minus className="size-3" strokeWidth={3} aria-hidden="true" />
      ) : (
        checked && <Check className="size-3" strokeWidth={3} aria-hidden="true" />
      )}
    </button>
  );
}
