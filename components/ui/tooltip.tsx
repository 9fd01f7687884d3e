"use client";

import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";

const load = () => import("./tooltip-bubble.tsx");
const TooltipBubble = lazy(load);
const restMs = 400;

export interface TooltipProps {
  content: ReactNode;
  side?: "top" | "bottom" | "left" | "right";
  /** One focusable element, which has a name of its own: a tooltip is not a place for what must be read. */
  children: ReactNode;
}

/**
 * `<Tooltip content="Copy link"><Button … /></Tooltip>`: shown to a pointer that rests and to the keyboard's focus. Its
 * code is fetched when either comes near; what it is about stays as it is meanwhile, and keeps its focus.
 */
export function Tooltip({ content, side = "top", children }: TooltipProps) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const open = () => {
    setOpened(true);
    setOpen(true);
  };
  const close = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens; what can be used is inside
    <span
      className="relative inline-flex"
      onPointerEnter={({ pointerType }) => {
        if (pointerType === "touch") return;
        load().catch(() => undefined);
        timer.current = setTimeout(open, restMs);
      }}
      onPointerLeave={close}
      onPointerDown={close}
      onFocus={({ target }) => target.matches(":focus-visible") && open()}
      onBlur={close}
      onKeyDown={({ key }) => key === "Escape" && close()}
    >
      {children}
      {wasOpened && (
        <Suspense fallback={null}>
          <TooltipBubble open={isOpen} side={side}>
            {content}
          </TooltipBubble>
        </Suspense>
      )}
    </span>
  );
}
