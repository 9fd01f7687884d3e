"use client";

import { ChevronsUpDown } from "lucide-react";
import { type ComponentProps, type ComponentType, useEffect, useRef, useState } from "react";
import type { ChoiceListProps } from "./choice-list.tsx";
import { cn } from "./class-names.ts";
import { inputLook } from "./input.tsx";

export interface ChoiceOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface ChoiceProps extends Omit<ComponentProps<"button">, "value" | "onChange"> {
  value: string;
  options: readonly ChoiceOption[];
  onChange(value: string): void;
}

const loadList = () => import("./choice-list.tsx").then((module) => module.ChoiceList);

/** One of a few, shown in a box: its list's code is fetched when a pointer or the focus comes near. */
export function Choice({ value, options, onChange, className, ...props }: ChoiceProps) {
  const [List, setList] = useState<ComponentType<ChoiceListProps>>();
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const hadFocus = useRef(false);

  async function load() {
    const loaded = await loadList();
    hadFocus.current = place.current?.contains(document.activeElement) ?? false;
    setList(() => loaded);
  }
  const loadAndOpen = () => void load().then(() => setOpen(true));

  // The list brings its own button, in the place of the one that had the focus.
  useEffect(() => {
    if (List && hadFocus.current) place.current?.querySelector("button")?.focus();
  }, [List]);

  const look = cn(
    inputLook,
    "flex h-9 items-center justify-between gap-2 text-start [&>span]:clip-line",
    className,
  );
  return (
    <span ref={place} className="contents">
      {List ? (
        <List
          {...props}
          className={className}
          value={value}
          options={options}
          onChange={onChange}
          open={isOpen}
          onOpenChange={setOpen}
        />
      ) : (
        <button
          type="button"
          role="combobox"
          aria-expanded={false}
          aria-haspopup="listbox"
          {...props}
          className={look}
          onPointerEnter={() => void load()}
          onFocus={() => void load()}
          onClick={loadAndOpen}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
            event.preventDefault();
            loadAndOpen();
          }}
        >
          <span>{options.find((option) => option.value === value)?.label}</span>
          <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
