import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={cn(
        "inline-grid h-5 min-w-5 place-items-center rounded-sm border border-border-strong px-1 font-mono text-xs text-muted-foreground",
        className,
      )}
      {...props}
    />
  );
}
