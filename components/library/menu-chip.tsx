"use client";

import { ArrowUpDown, ChevronDown } from "lucide-react";
import { type ComponentType, type ReactElement, useEffect, useRef, useState } from "react";
import { useEarlyClick } from "#components/layout/use-early-click.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import type { AssetFilter } from "#lib/features/library/schema.ts";
import type { ChipName } from "./chips.ts";
import type { FilterMenuProps } from "./filter-menu.tsx";

export interface MenuChipProps {
  menu: ChipName | "sort";
  label: string;
  /** What it is set to, after the label. */
  value?: string | undefined;
  /** Instead of label and value. */
  text?: string;
  filter: AssetFilter;
  onChange(change: Partial<AssetFilter>): void;
  connectionNames: ReadonlyMap<string, string>;
}

const loadMenu = () => import("./filter-menu.tsx").then((module) => module.FilterMenu);

/** A button that becomes a menu: the menus' code is fetched when a pointer or the focus comes near. */
export function MenuChip({ menu, label, value, text, filter, onChange, connectionNames }: MenuChipProps) {
  const [Menu, setMenu] = useState<ComponentType<FilterMenuProps>>();
  const [isOpen, setOpen] = useState(false);
  const wasClicked = useRef(false);

  const load = () => void loadMenu().then((loaded) => setMenu(() => loaded));
  const open = () => {
    wasClicked.current = true;
    load();
  };
  const early = useEarlyClick(open);
  useEffect(() => {
    if (Menu && wasClicked.current) setOpen(true);
  }, [Menu]);

  const button: ReactElement = (
    <Button
      {...early}
      variant="outline"
      aria-haspopup="menu"
      aria-label={text ? `${label}: ${text}` : undefined}
      onPointerEnter={load}
      onFocus={load}
      onClick={open}
      className={cn(
        "h-7 gap-1.5 border-border-strong bg-transparent px-2.5 text-soft-foreground",
        value !== undefined && "bg-gray-3 text-foreground",
      )}
    >
      {text ? (
        <>
          <ArrowUpDown className="sm:hidden" aria-hidden="true" />
          <span className="max-sm:hidden">{text}</span>
        </>
      ) : (
        label
      )}
      {value !== undefined && <span className="clip-line max-w-40 font-semibold">{value}</span>}
      {text && <ChevronDown className="size-3.5 text-muted-foreground max-sm:hidden" aria-hidden="true" />}
    </Button>
  );
  if (!Menu) return button;
  return (
    <Menu
      menu={menu}
      trigger={button}
      open={isOpen}
      onOpenChange={setOpen}
      filter={filter}
      onChange={onChange}
      connectionNames={connectionNames}
    />
  );
}
