import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

/** A quiet shape where something will be; invisible for its first 150 ms. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      aria-hidden="true"
      className={cn("animate-appear-late rounded-md bg-gray-3", className)}
      {...props}
    />
  );
}
