"use client";

import { Fragment } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "./dropdown-menu.tsx";
import type { MoreMenuItem } from "./more-menu.tsx";

interface MoreMenuListProps {
  label: string;
  items: readonly MoreMenuItem[];
  open: boolean;
  onOpenChange(open: boolean): void;
  /** Gives the focus back, unless it has gone elsewhere by itself: the button's business. */
  onClosed(): void;
}

/** The menu itself, hung on an empty place over the button: the button was there first and keeps its focus. */
export default function MoreMenuList({ label, items, open, onOpenChange, onClosed }: MoreMenuListProps) {
  return (
    <DropdownMenu open={open} onOpenChange={onOpenChange}>
      <DropdownMenuTrigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="end"
        aria-label={label}
        aria-labelledby={undefined}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          onClosed();
        }}
      >
        {items.map((item) => (
          <Fragment key={item.label}>
            {item.beginsGroup && <DropdownMenuSeparator />}
            <DropdownMenuItem
              variant={item.isDestructive ? "destructive" : "default"}
              onSelect={item.onSelect}
            >
              {item.label}
            </DropdownMenuItem>
          </Fragment>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
