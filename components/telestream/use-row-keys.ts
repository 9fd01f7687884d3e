"use client";

import type { KeyboardEvent } from "react";

export interface RowCommands {
  onSelect(encodingId: string): void;
  onChange(encodingId: string): void;
}

/** Arrows (or j and k) go from row to row, x selects, r does what the row's button does; Enter opens, as a button does. */
export function useRowKeys({ onSelect, onChange }: RowCommands) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
    const row = event.target.closest<HTMLElement>("[data-encoding]");
    const encodingId = row?.dataset.encoding;
    if (!row || !encodingId) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (step) {
      const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-encoding]")];
      rows[rows.indexOf(row) + step]?.querySelector<HTMLElement>("[data-open]")?.focus();
    } else if (event.key === "x") onSelect(encodingId);
    else if (event.key === "r") onChange(encodingId);
    else return;
    event.preventDefault();
  };
}
