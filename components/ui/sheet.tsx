"use client";

import { X } from "lucide-react";
import * as Primitive from "radix-ui/dialog";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";
import { DialogOverlay } from "./dialog.tsx";

export const Sheet = Primitive.Root;
export const SheetTrigger = Primitive.Trigger;
export const SheetClose = Primitive.Close;

const sides = {
  end: "inset-y-0 end-0 w-full max-w-md border-s animate-slide-in-end",
  bottom: "inset-x-0 bottom-0 max-h-[85dvh] rounded-t-lg border-t animate-slide-in-bottom",
} as const;

export interface SheetContentProps extends ComponentProps<typeof Primitive.Content> {
  side?: keyof typeof sides;
}

/** A dialog at an edge: `end` on wide screens, `bottom` on phones. */
export function SheetContent({ side = "end", className, children, ...props }: SheetContentProps) {
  return (
    <Primitive.Portal>
      <DialogOverlay />
      <Primitive.Content
        className={cn(
          "fixed z-50 flex flex-col gap-4 overflow-y-auto bg-popover p-5 text-popover-foreground shadow-float outline-none *:shrink-0",
          sides[side],
          className,
        )}
        {...props}
      >
        {children}
        <Primitive.Close
          aria-label="Close"
          className="absolute end-3 top-3 grid size-8 place-items-center rounded-md text-muted-foreground hover:bg-gray-3 hover:text-foreground"
        >
          <X className="size-4" aria-hidden="true" />
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function SheetTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title className={cn("pe-8 text-lg font-semibold", className)} {...props} />;
}

export function SheetDescription({ className, ...props }: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description className={cn("text-sm text-soft-foreground", className)} {...props} />;
}
