import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

const look = cva(
  "inline-flex max-w-full items-center gap-1 rounded-sm border px-1.5 text-xs whitespace-nowrap",
  {
    variants: {
      variant: {
        default: "border-border-strong text-soft-foreground",
        secondary: "border-transparent bg-gray-3 text-soft-foreground",
        destructive: "border-transparent bg-failed-soft text-failed-text",
      },
    },
    defaultVariants: { variant: "default" },
  },
);

export function Badge({ className, variant, ...props }: ComponentProps<"span"> & VariantProps<typeof look>) {
  return <span className={cn(look({ variant }), className)} {...props} />;
}
