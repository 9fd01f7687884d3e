import { lazy, memo, Suspense } from "react";
import { cn } from "#components/ui/class-names.ts";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import type { AssetSummary } from "#lib/features/library/schema.ts";
import { describeAsset } from "./asset-words.ts";
import { assetHref } from "./hrefs.ts";
import { Poster } from "./poster.tsx";

export const loadCardControls = () => import("./card-controls.tsx");
const CardControls = lazy(loadCardControls);

export interface AssetItemProps {
  asset: AssetSummary;
  index: number;
  /** Of the whole list, for screen readers; -1 while it is not known. */
  setSize: number;
  /** Reached by Tab; the others by the arrow keys. */
  isActive: boolean;
  isSelected: boolean;
  isPeeked: boolean;
  /** Under the mouse or the highlight: it has the controls. */
  isReached: boolean;
  canSelect: boolean;
  /** Where it stands in the list, in pixels; left out while the server draws, which knows no width. */
  top?: number | undefined;
  start?: number | undefined;
  width?: number | undefined;
}

/**
 * Clicks and keys are the list's: a card only says which asset and which control it is. As few elements as can be:
 * each costs a slow machine its share of every frame while the list scrolls.
 */
export const AssetCard = memo(function AssetCard({
  asset,
  index,
  setSize,
  isActive,
  isSelected,
  isPeeked,
  isReached,
  canSelect,
  top,
  start,
  width,
}: AssetItemProps) {
  return (
    <li
      aria-setsize={setSize}
      aria-posinset={index + 1}
      data-index={index}
      style={top === undefined ? undefined : { top, insetInlineStart: start, width }}
      className={
        top === undefined ? "group relative min-w-0 pb-5" : "group absolute contain-layout contain-style"
      }
    >
      <a
        href={assetHref(asset.assetId)}
        tabIndex={isActive ? 0 : -1}
        data-open=""
        draggable={false}
        className="relative block rounded-lg outline-none [&:focus-visible>[data-poster]]:outline-2 [&:focus-visible>[data-poster]]:outline-offset-2 [&:focus-visible>[data-poster]]:outline-selected"
      >
        <Poster
          asset={asset}
          className={cn((isSelected || isPeeked) && "outline-2 outline-offset-2 outline-selected")}
        />
        <ProviderMonogram provider={asset.provider} named className="absolute start-0 bottom-4" />
        <span className="clip-line mt-2 block ps-7 text-sm font-semibold">{asset.title}</span>
        <span
          className={cn(
            "clip-line block ps-7 text-xs text-muted-foreground tabular",
            asset.status === "failed" && "text-failed-text",
          )}
        >
          {describeAsset(asset)}
        </span>
      </a>
      {(isReached || isSelected || asset.status === "failed") && (
        <Suspense>
          <CardControls asset={asset} isSelected={isSelected} isPeeked={isPeeked} canSelect={canSelect} />
        </Suspense>
      )}
    </li>
  );
});
