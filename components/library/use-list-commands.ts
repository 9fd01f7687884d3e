"use client";

import { useRouter } from "next/navigation";
import type { KeyboardEvent, MouseEvent } from "react";
import type { AssetSummary } from "#lib/features/library/schema.ts";
import { assetHref } from "./hrefs.ts";
import { type ListLayout, moveIndex } from "./list-layout.ts";
import type { Selection } from "./use-selection.ts";

/** What the bars on top cover of the window while it scrolls. */
export const coveredAbove = 112;

export interface ListCommandsOptions {
  items: readonly AssetSummary[];
  layout: ListLayout | undefined;
  activeIndex: number;
  selection: Selection;
  canSelect: boolean;
  peekedId: string | undefined;
  /** Puts the highlight on an item, in view. */
  moveTo(index: number): void;
  /** Puts the highlight on an item that is in view already. */
  setActive(index: number): void;
  onPeek(asset: AssetSummary | undefined): void;
  onDelete(): void;
  onRetry(asset: AssetSummary): void;
}

/** What the list does on keys and clicks; handlers for the element around all items. */
export function useListCommands(options: ListCommandsOptions) {
  const { items, layout, activeIndex, selection, canSelect, peekedId, onPeek } = options;
  const router = useRouter();

  const togglePeek = (asset: AssetSummary) => onPeek(peekedId === asset.assetId ? undefined : asset);

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.defaultPrevented || event.altKey) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const next = isCommand || !layout ? undefined : nextIndex(event.key, activeIndex, items.length, layout);
    if (next !== undefined) {
      event.preventDefault();
      if (event.shiftKey && canSelect) {
        if (selection.selected.size === 0) selection.startAt(activeIndex);
        selection.extendTo(next);
      }
      options.moveTo(next);
      const asset = items[next];
      if (peekedId !== undefined && asset) onPeek(asset);
      return;
    }
    const asset = items[activeIndex];
    switch (event.key) {
      case " ":
        event.preventDefault();
        if (asset) togglePeek(asset);
        break;
      case "x":
        if (!isCommand && canSelect) selection.toggle(activeIndex);
        break;
      case "r":
        if (!isCommand && canSelect && asset?.status === "failed") options.onRetry(asset);
        break;
      case "a":
        if (!isCommand || !canSelect) break;
        event.preventDefault();
        selection.selectAll();
        break;
      case "Delete":
      case "Backspace":
        if (selection.selected.size > 0) options.onDelete();
        break;
      case "Escape":
        if (peekedId !== undefined) onPeek(undefined);
        else selection.clear();
        break;
      default:
        break;
    }
  }

  function onClick(event: MouseEvent<HTMLElement>) {
    if (!(event.target instanceof Element)) return;
    const item = event.target.closest<HTMLElement>("[data-index]");
    const index = Number(item?.dataset.index);
    const asset = item ? items[index] : undefined;
    if (!asset) return;
    const isCheckbox = event.target.closest("[data-select]") !== null;
    const isLink = event.target.closest("[data-open]") !== null;
    // Another tab or window: the browser's own business.
    if (isLink && (event.ctrlKey || event.metaKey)) return;
    options.setActive(index);
    if (event.target.closest("[data-peek]")) return togglePeek(asset);
    if (event.target.closest("[data-retry]")) return options.onRetry(asset);
    if (isLink) event.preventDefault();
    if (canSelect && event.shiftKey) selection.extendTo(index);
    else if (canSelect && (isCheckbox || selection.selected.size > 0)) selection.toggle(index);
    else if (isLink && peekedId !== undefined && peekedId !== asset.assetId) onPeek(asset);
    else if (isLink) router.push(assetHref(asset.assetId));
  }

  return { onKeyDown, onClick };
}

function nextIndex(key: string, index: number, count: number, layout: ListLayout): number | undefined {
  const rowsPerPage = Math.max(1, Math.floor((window.innerHeight - coveredAbove) / layout.rowHeight));
  const isRightToLeft = document.documentElement.dir === "rtl";
  return moveIndex(key, index, count, layout.columns, rowsPerPage, isRightToLeft);
}
