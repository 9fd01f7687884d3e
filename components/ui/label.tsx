import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export function Label({ className, ...props }: ComponentProps<"label">) {
  // biome-ignore lint/a11y/noLabelWithoutControl: whoever uses it says for which
  return <label className={cn("text-sm font-medium select-none", className)} {...props} />;
}
