"use client";

import { X } from "lucide-react";
import * as Primitive from "radix-ui/dialog";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

export function DialogOverlay({ className, ...props }: ComponentProps<typeof Primitive.Overlay>) {
  return (
    <Primitive.Overlay
      className={cn(
        "fixed inset-0 z-50 animate-fade-in bg-veil data-[state=closed]:animate-fade-out",
        className,
      )}
      {...props}
    />
  );
}

export interface DialogContentProps extends ComponentProps<typeof Primitive.Content> {
  /** Leaves out the cross in the corner, where the dialog has its own way out. */
  hideClose?: boolean;
}

/** Centred; at phone width it rises from the bottom edge. */
export function DialogContent({ className, children, hideClose, ...props }: DialogContentProps) {
  return (
    <Primitive.Portal>
      <DialogOverlay />
      <Primitive.Content
        className={cn(
          "fixed inset-x-0 bottom-0 z-50 flex max-h-[90dvh] flex-col gap-4 overflow-y-auto rounded-t-lg border bg-popover p-5 text-popover-foreground shadow-float outline-none animate-slide-in-bottom sm:inset-x-auto sm:max-h-[84dvh] sm:start-1/2 sm:top-[12dvh] sm:bottom-auto sm:w-[calc(100vw-2rem)] sm:max-w-lg sm:-translate-x-1/2 sm:rounded-lg sm:animate-fade-in rtl:sm:translate-x-1/2",
          className,
        )}
        {...props}
      >
        {children}
        {!hideClose && (
          <Primitive.Close
            aria-label="Close"
            className="absolute end-3 top-3 grid size-8 place-items-center rounded-md text-muted-foreground transition-colors hover:bg-gray-3 hover:text-foreground"
          >
            <X className="size-4" aria-hidden="true" />
          </Primitive.Close>
        )}
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function DialogHeader({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("grid gap-1 pe-8", className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return (
    <div className={cn("flex flex-col-reverse gap-2 sm:flex-row sm:justify-end", className)} {...props} />
  );
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title className={cn("text-lg font-semibold text-balance", className)} {...props} />;
}

export function DialogDescription({ className, ...props }: ComponentProps<typeof Primitive.Description>) {
  return (
    <Primitive.Description className={cn("text-sm text-pretty text-soft-foreground", className)} {...props} />
  );
}
