"use client";

import { type ReactElement, type ReactNode, Suspense, useRef, useState } from "react";
import { useEarlyClick } from "#components/layout/use-early-click.ts";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";

/** What a chip's menu is given: where it hangs, whether it is open, and what to do when it has closed. */
export interface ChipMenuPlace {
  /** An empty place over the chip: the chip was there first and keeps its focus. */
  readonly anchor: ReactElement;
  /** Its name for those who do not see the chip. */
  readonly label: string;
  readonly open: boolean;
  onOpenChange(open: boolean): void;
  /** For `onCloseAutoFocus`: gives the focus back, unless it has gone elsewhere by itself. */
  onClosed(event: Event): void;
}

export interface MenuChipProps {
  label: string;
  /** Something is chosen in it. */
  isSet: boolean;
  /** Where the words on it do not say what it is. */
  "aria-label"?: string | undefined;
  children: ReactNode;
  /** Fetches the menu's code: when a pointer or the focus comes near. */
  load(): Promise<unknown>;
  /** The menu, lazily; drawn from the first opening on. */
  menu(place: ChipMenuPlace): ReactNode;
}

/** A button that opens a menu whose code comes when it is wanted. */
export function MenuChip({ label, isSet, children, load, menu, ...props }: MenuChipProps) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  // The menu closes when the pointer goes down beside it, on this chip too: the click that follows is not to open it.
  const wasOpenAtPress = useRef(false);
  const prepare = () => void load().catch(() => undefined);
  const open = () => {
    setOpened(true);
    setOpen(true);
  };
  const early = useEarlyClick(open);
  return (
    <span className="relative inline-flex shrink-0">
      <Button
        {...early}
        {...props}
        variant="outline"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={prepare}
        onFocus={prepare}
        onPointerDown={() => {
          wasOpenAtPress.current = isOpen;
        }}
        onClick={() => {
          if (!wasOpenAtPress.current) open();
          wasOpenAtPress.current = false;
        }}
        className={cn(
          "h-7 gap-1.5 border-border-strong bg-transparent px-2.5 text-soft-foreground",
          isSet && "bg-gray-3 text-foreground",
        )}
      >
        {children}
      </Button>
      {wasOpened && (
        <Suspense fallback={null}>
          {menu({
            anchor: <span aria-hidden="true" className="pointer-events-none absolute inset-0" />,
            label,
            open: isOpen,
            onOpenChange: setOpen,
            onClosed: (event) => {
              event.preventDefault();
              if (document.activeElement === document.body) early.ref.current?.focus();
            },
          })}
        </Suspense>
      )}
    </span>
  );
}
