"use client";

import { Check, Minus } from "lucide-react";
import * as Primitive from "radix-ui/checkbox";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export function Checkbox({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        "group grid size-4 shrink-0 place-items-center rounded-sm border border-gray-9 bg-card transition-colors disabled:opacity-50 data-[state=checked]:border-selected data-[state=checked]:bg-selected data-[state=checked]:text-white data-[state=indeterminate]:border-selected data-[state=indeterminate]:bg-selected data-[state=indeterminate]:text-white dark:data-[state=checked]:text-black dark:data-[state=indeterminate]:text-black",
        className,
      )}
      {...props}
    >
      <Primitive.Indicator>
        <Check
          className="size-3 group-data-[state=indeterminate]:hidden"
          strokeWidth={3}
          aria-hidden="true"
        />
        <Minus
          className="hidden size-3 group-data-[state=indeterminate]:block"
          strokeWidth={3}
          aria-hidden="true"
        />
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
