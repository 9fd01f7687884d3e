"use client";

import * as Primitive from "radix-ui/tooltip";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names.ts";

export const TooltipProvider = Primitive.Provider;
export const TooltipTrigger = Primitive.Trigger;
export const TooltipRoot = Primitive.Root;

export function TooltipContent({
  className,
  sideOffset = 6,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          "z-50 max-w-72 animate-fade-in rounded-md bg-gray-12 px-2 py-1 text-xs text-gray-1 shadow-float",
          className,
        )}
        {...props}
      />
    </Primitive.Portal>
  );
}

export interface TooltipProps {
  content: ReactNode;
  side?: "top" | "bottom" | "left" | "right";
  /** One focusable element that takes a ref. */
  children: ReactNode;
}

/** The short way: `<Tooltip content="Copy link"><Button … /></Tooltip>`. Not a place for what must be read. */
export function Tooltip({ content, side = "top", children }: TooltipProps) {
  return (
    <Primitive.Provider delayDuration={400}>
      <Primitive.Root>
        <Primitive.Trigger asChild>{children}</Primitive.Trigger>
        <TooltipContent side={side}>{content}</TooltipContent>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
