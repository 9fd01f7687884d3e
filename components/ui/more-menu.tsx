"use client";

import { MoreHorizontal } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "./button.tsx";

const load = () => import("./more-menu-list.tsx");
const MoreMenuList = lazy(load);

export interface MoreMenuItem {
  label: string;
  onSelect(): void;
  isDestructive?: boolean;
  /** Set apart from those before it. */
  beginsGroup?: boolean;
}

export interface MoreMenuProps {
  /** "More for Archive": the button has no other words. */
  label: string;
  items: readonly MoreMenuItem[];
  disabled?: boolean;
}

/** Three dots that open a menu. The menu's code is fetched when a pointer or the focus comes near. */
export function MoreMenu({ label, items, disabled }: MoreMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  // The menu closes when the pointer goes down beside it, on this button too: the click that follows is not to open it.
  const wasOpenAtPress = useRef(false);
  const prepare = () => void load().catch(() => undefined);
  return (
    <span className="relative inline-flex">
      <Button
        ref={button}
        variant="ghost"
        size="icon"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        disabled={disabled}
        onPointerEnter={prepare}
        onFocus={prepare}
        onPointerDown={() => {
          wasOpenAtPress.current = isOpen;
        }}
        onClick={() => {
          setOpened(true);
          setOpen(!wasOpenAtPress.current);
          wasOpenAtPress.current = false;
        }}
      >
        <MoreHorizontal aria-hidden="true" />
      </Button>
      {wasOpened && (
        <Suspense fallback={null}>
          <MoreMenuList
            label={label}
            items={items}
            open={isOpen}
            onOpenChange={setOpen}
            onClosed={() => {
              if (document.activeElement === document.body) button.current?.focus();
            }}
          />
        </Suspense>
      )}
    </span>
  );
}
