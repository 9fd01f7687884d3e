import { cn } from "#components/ui/class-names.ts";
import { type StatusKind, StatusMark } from "#components/ui/status-mark.tsx";
import { formatCount } from "#lib/client/format.ts";
import { type BoardLane, boardLanes } from "#lib/features/telestream/schema/board.ts";

export const laneWords: Readonly<Record<BoardLane, { label: string; mark: StatusKind }>> = {
  running: { label: "Running", mark: "working" },
  queued: { label: "Queued", mark: "queued" },
  failed: { label: "Failed", mark: "failed" },
  done: { label: "Done", mark: "ready" },
};

export interface BoardLanesProps {
  counts: Readonly<Record<BoardLane, number>> | undefined;
  chosen: BoardLane | undefined;
  onChange(lane: BoardLane | undefined): void;
}

/** How much is in each lane, and the way to look at one alone; pressed again, all are shown. */
export function BoardLanes({ counts, chosen, onChange }: BoardLanesProps) {
  return (
    <fieldset className="flex min-w-0 overflow-x-auto rounded-lg border bg-card scroll-quiet">
      <legend className="sr-only">Lanes</legend>
      {boardLanes.map((lane) => {
        const { label, mark } = laneWords[lane];
        const isChosen = chosen === lane;
        return (
          <button
            key={lane}
            type="button"
            aria-pressed={isChosen}
            onClick={() => onChange(isChosen ? undefined : lane)}
            className={cn(
              "grid min-w-20 flex-1 gap-0.5 border-e px-3 sm:px-3.5 py-2 text-start transition-colors last:border-e-0 hover:bg-gray-2 focus-visible:-outline-offset-2",
              isChosen && "bg-gray-3 hover:bg-gray-3",
            )}
          >
            <span className="flex items-center gap-1.5 text-xs font-medium text-soft-foreground">
              <StatusMark status={mark} percent={lane === "running" ? 60 : null} />
              {label}
            </span>
            <span className="text-lg font-semibold tabular">{counts ? formatCount(counts[lane]) : "–"}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
