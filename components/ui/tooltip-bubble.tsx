"use client";

import * as Primitive from "radix-ui/tooltip";
import type { ReactNode } from "react";
import type { TooltipProps } from "./tooltip.tsx";

interface TooltipBubbleProps {
  open: boolean;
  side: NonNullable<TooltipProps["side"]>;
  children: ReactNode;
}

/** The words, beside an empty place over what they are about. */
export default function TooltipBubble({ open, side, children }: TooltipBubbleProps) {
  return (
    <Primitive.Provider>
      <Primitive.Root open={open}>
        <Primitive.Trigger asChild>
          <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
        </Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 animate-fade-in rounded-md bg-gray-12 px-2 py-1 text-xs text-gray-1 shadow-float"
          >
            {children}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
