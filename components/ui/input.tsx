import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export const inputLook =
  "w-full min-w-0 rounded-md border border-gray-8 bg-card px-3 text-sm text-foreground transition-colors hover:border-gray-9 disabled:opacity-50 aria-invalid:border-failed";

export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return <input type={type} className={cn(inputLook, "h-9", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(inputLook, "min-h-20 py-2", className)} {...props} />;
}
