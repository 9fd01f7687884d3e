import { PanelRight } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import type { AssetSummary } from "#lib/features/library/schema.ts";
import { SelectMark } from "./select-mark.tsx";

export interface CardControlsProps {
  asset: AssetSummary;
  isSelected: boolean;
  isPeeked: boolean;
  canSelect: boolean;
}

const quiet = "opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden";

/** What a mouse reaches on a poster; the keyboard has x, space and r for the same. */
export default function CardControls({ asset, isSelected, isPeeked, canSelect }: CardControlsProps) {
  return (
    <span className="pointer-events-none absolute inset-x-0 top-0 block aspect-video *:pointer-events-auto">
      {canSelect && (
        <SelectMark
          title={asset.title}
          isSelected={isSelected}
          className={cn("absolute start-2 top-2", !isSelected && quiet)}
        />
      )}
      <button
        type="button"
        tabIndex={-1}
        data-peek=""
        aria-label={`Look at ${asset.title} beside the list`}
        aria-pressed={isPeeked}
        title="Look at it here (space)"
        className={cn(
          "absolute end-2 top-2 grid size-6 place-items-center rounded-md bg-black/60 text-white transition-opacity hover:bg-black/80",
          quiet,
        )}
      >
        <PanelRight className="size-3.5 rtl:rotate-180" aria-hidden="true" />
      </button>
      {canSelect && asset.status === "failed" && (
        <button
          type="button"
          tabIndex={-1}
          data-retry=""
          aria-label={`Retry ${asset.title}: encode it again`}
          className="absolute end-2 bottom-1.5 text-xs font-semibold text-white underline underline-offset-4"
        >
          Retry
        </button>
      )}
    </span>
  );
}
