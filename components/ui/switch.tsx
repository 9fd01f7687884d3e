"use client";

import * as Primitive from "radix-ui/switch";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        "inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-gray-9 bg-gray-4 p-px transition-colors disabled:opacity-50 data-[state=checked]:border-foreground data-[state=checked]:bg-foreground",
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="forced-fill block size-4 rounded-full bg-gray-10 transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-background rtl:data-[state=checked]:-translate-x-4" />
    </Primitive.Root>
  );
}
