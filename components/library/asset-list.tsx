"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  type FocusEvent,
  lazy,
  type PointerEvent,
  Suspense,
  useEffect,
  useReducer,
  useRef,
  useState,
} from "react";
import { cn } from "#components/ui/class-names.ts";
import type { AssetSummary } from "#lib/features/library/schema.ts";
import { AssetCard, type AssetItemProps } from "./asset-card.tsx";
import { tableRowHeight } from "./list-layout.ts";
import { coveredAbove, useListCommands } from "./use-list-commands.ts";
import { useListLayout } from "./use-list-layout.ts";
import { useScrub } from "./use-scrub.ts";
import type { Selection } from "./use-selection.ts";
import { useStillPointer } from "./use-still-pointer.ts";
import { useVisibleItems } from "./use-visible-items.ts";

export const loadAssetTable = () => import("./asset-table.tsx");
const AssetTable = lazy(loadAssetTable);

/** Drawn by the server, before there is a width: enough for a large window. */
const itemsAtFirst = 30;
/** Pages are read this many rows ahead. */
const readAheadRows = 24;

export interface AssetListProps {
  view: "grid" | "table";
  items: readonly AssetSummary[];
  total: number | undefined;
  hasMore: boolean;
  readOn(): void;
  selection: Selection;
  canSelect: boolean;
  /** The asset beside the list, when the inspector is open. */
  peekedId: string | undefined;
  onPeek(asset: AssetSummary | undefined): void;
  onDelete(): void;
  activeIndex: number;
  onActiveIndex(index: number): void;
}

/**
 * The library's items as a grid or a table: only the rows near the window exist, placed by arithmetic.
 * Arrows move, space peeks, Enter opens, x selects, shift extends, r encodes again, Escape steps back.
 */
export function AssetList(props: AssetListProps) {
  const { view, items, total, hasMore, readOn, selection, canSelect, peekedId } = props;
  const activeIndex = Math.min(props.activeIndex, Math.max(0, items.length - 1));
  const list = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const layout = useListLayout(list, view);
  const columns = layout?.columns ?? 1;
  const rowCount = Math.ceil(items.length / columns);
  const range = useVisibleItems(view === "table" ? body : list, {
    itemCount: items.length,
    layout,
    atFirst: { first: 0, end: itemsAtFirst },
    anchorIndex: activeIndex,
    onLook: (end) => {
      if (hasMore && end > items.length - readAheadRows * columns) readOn();
    },
  });
  const scrub = useScrub((index) => items[index]?.filmstrip);
  const focusNext = useRef(false);
  // The card under the mouse; only it has the controls of a mouse.
  const [hotIndex, setHotIndex] = useState(-1);
  const whenStill = useStillPointer();
  const queryClient = useQueryClient();
  // The table's code comes when it is asked for: what is in the window is known only once it is there.
  const [, lookAgain] = useReducer((times: number) => times + 1, 0);

  // After a key moved the highlight, focus follows once its row is drawn.
  useEffect(() => {
    if (!focusNext.current) return;
    const link = findLink(activeIndex);
    if (!link) return;
    focusNext.current = false;
    link.focus({ preventScroll: true });
  });

  function findLink(index: number) {
    return list.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-open]`);
  }

  function moveTo(index: number) {
    const element = view === "table" ? body.current : list.current;
    if (!element || !layout) return;
    props.onActiveIndex(index);
    focusNext.current = true;
    // Its row may be drawn only later, and the one that has the focus be gone by then: keys must not be lost meanwhile.
    if (!findLink(index)) element.focus({ preventScroll: true });
    const top = element.getBoundingClientRect().top + Math.floor(index / columns) * layout.rowHeight;
    const bottom = top + layout.rowHeight;
    if (top < coveredAbove) window.scrollBy({ top: top - coveredAbove });
    else if (bottom > window.innerHeight - 24) {
      window.scrollBy({ top: Math.min(bottom - window.innerHeight + 24, top - coveredAbove) });
    }
  }

  const commands = useListCommands({
    items,
    layout,
    activeIndex,
    selection,
    canSelect,
    peekedId,
    moveTo,
    setActive: props.onActiveIndex,
    onPeek: props.onPeek,
    onDelete: props.onDelete,
    onRetry: (asset) =>
      void import("./retry-asset.ts").then(({ retryAsset }) => retryAsset(queryClient, asset)),
  });

  // Tab must find a way in, also after the highlighted card was scrolled away.
  const isActiveDrawn = activeIndex >= range.first && activeIndex < range.end;
  const tabIndex = isActiveDrawn ? activeIndex : range.first + columns;
  const drawn = items.slice(range.first, range.end);
  const shown = drawn.map((asset, offset): AssetItemProps => {
    const index = range.first + offset;
    return {
      asset,
      index,
      setSize: total ?? -1,
      isActive: index === Math.min(tabIndex, items.length - 1),
      isSelected: selection.selected.has(asset.assetId),
      isPeeked: asset.assetId === peekedId,
      isReached: index === hotIndex || index === activeIndex,
      canSelect,
      // Each has a place of its own: when the window moves on, those that stay are not touched.
      top: layout && Math.floor(index / columns) * layout.rowHeight,
      start: layout && (index % columns) * (layout.posterWidth + layout.gap),
      width: layout?.posterWidth,
    };
  });
  const ghostRows = hasMore ? 3 : 0;
  // A last row that is not full has no empty places to stand for.
  const wholeRows = hasMore ? rowCount + ghostRows : Math.floor(items.length / columns);
  const frame = layout && {
    height: (rowCount + ghostRows) * layout.rowHeight,
    ...(view === "grid" && {
      "--cell": `${layout.posterWidth}px`,
      "--poster": `${layout.posterHeight}px`,
      "--row": `${layout.rowHeight}px`,
      "--gap": `${layout.gap}px`,
    }),
  };
  const hear = {
    ...commands,
    ...scrub,
    tabIndex: -1,
    onFocus: (event: FocusEvent<HTMLElement>) => {
      const item = event.target.closest<HTMLElement>("[data-index]");
      if (item && !focusNext.current) props.onActiveIndex(Number(item.dataset.index));
    },
    onPointerOver: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== "mouse" || !(event.target instanceof Element)) return;
      const item = event.target.closest<HTMLElement>("[data-index]");
      whenStill(event, () => setHotIndex(item ? Number(item.dataset.index) : -1));
    },
  };

  if (view === "table") {
    return (
      <div ref={list} className="@container">
        <Suspense>
          <AssetTable
            rows={shown}
            total={total}
            above={range.first * (layout?.rowHeight ?? 0)}
            below={frame ? frame.height - range.end * tableRowHeight : 0}
            body={body}
            hear={hear}
            onDrawn={lookAgain}
          />
        </Suspense>
      </div>
    );
  }
  return (
    <div ref={list} {...hear} style={frame} className="relative">
      {layout && (
        <>
          <Ghosts from={0} to={Math.ceil(range.first / columns)} rowHeight={layout.rowHeight} />
          <Ghosts from={Math.floor(range.end / columns)} to={wholeRows} rowHeight={layout.rowHeight} />
        </>
      )}
      <ul
        aria-label="Videos"
        className={cn(
          !layout &&
            "grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-3 sm:grid-cols-[repeat(auto-fill,minmax(208px,1fr))] sm:gap-x-4",
        )}
      >
        {shown.map((item) => (
          <AssetCard key={item.asset.assetId} {...item} />
        ))}
      </ul>
    </div>
  );
}

/** The shapes of rows that are not drawn yet. */
function Ghosts({ from, to, rowHeight }: { from: number; to: number; rowHeight: number }) {
  if (to <= from) return null;
  return (
    <div
      aria-hidden="true"
      className="ghost-posters absolute inset-x-0"
      style={{ top: from * rowHeight, height: (to - from) * rowHeight }}
    />
  );
}
