import { cn } from "./class-names.ts";

export interface ProgressBarProps {
  /** 0–100; null while the end is unknown. */
  percent: number | null;
  /** What progresses, for those who do not see it. */
  label: string;
  /** Fractions of parts (0–1 each), drawn as separate segments that together fill the bar. */
  parts?: readonly number[];
  className?: string;
}

/** Moves smoothly between the values it is given. */
export function ProgressBar({ percent, label, parts, className }: ProgressBarProps) {
  const shown = percent === null ? null : Math.min(100, Math.max(0, percent));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={shown === null ? undefined : Math.round(shown)}
      className={cn("flex h-1 min-w-0 gap-0.5 overflow-hidden rounded-full", className)}
    >
      {parts && parts.length > 1 ? (
        parts
          .map((fraction, place) => ({ fraction, key: `part-${place}` }))
          .map(({ fraction, key }) => <Segment key={key} percent={fraction * 100} />)
      ) : (
        <Segment percent={shown} />
      )}
    </div>
  );
}

function Segment({ percent }: { percent: number | null }) {
  return (
    <div className="h-full flex-1 overflow-hidden rounded-[inherit] bg-gray-5">
      <div
        className={cn(
          "forced-fill h-full rounded-[inherit] bg-working transition-[width] duration-500 ease-linear",
          percent === null && "w-1/3 animate-pulse",
        )}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
