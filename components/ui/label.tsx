"use client";

import { Root } from "radix-ui/label";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export function Label({ className, ...props }: ComponentProps<typeof Root>) {
  return <Root className={cn("text-sm font-medium select-none", className)} {...props} />;
}
