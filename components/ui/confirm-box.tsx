"use client";

import * as Primitive from "radix-ui/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { DialogFooter } from "./dialog.tsx";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** A question: "Delete 6 videos?" */
  title: ReactNode;
  /** What goes, what stays. */
  children?: ReactNode;
  /** Says what it does: "Delete 6 videos". Never "OK". */
  confirmLabel: string;
  cancelLabel?: string;
  destructive?: boolean;
  pending?: boolean;
  onConfirm(): void;
}

/** Asks before what cannot be undone. Focus starts on the way out. The caller closes it when the work is done. */
export default function ConfirmBox({
  open,
  onOpenChange,
  title,
  children,
  confirmLabel,
  cancelLabel = "Cancel",
  destructive = true,
  pending = false,
  onConfirm,
}: ConfirmDialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-50 animate-fade-in bg-veil" />
        <Primitive.Content className="fixed inset-x-3 bottom-3 z-50 grid max-h-[90dvh] animate-fade-in gap-4 overflow-y-auto rounded-lg border bg-popover p-5 text-popover-foreground shadow-float outline-none sm:inset-x-auto sm:start-1/2 sm:top-[20dvh] sm:bottom-auto sm:w-full sm:max-w-md sm:-translate-x-1/2 rtl:sm:translate-x-1/2">
          <div className="grid gap-1.5">
            <Primitive.Title className="text-lg font-semibold text-balance">{title}</Primitive.Title>
            <Primitive.Description asChild>
              <div className="grid gap-2 text-sm text-pretty text-soft-foreground">{children}</div>
            </Primitive.Description>
          </div>
          <DialogFooter>
            <Primitive.Cancel asChild>
              <Button variant="outline">{cancelLabel}</Button>
            </Primitive.Cancel>
            <Button variant={destructive ? "destructive" : "default"} pending={pending} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </DialogFooter>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
