import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import { formatRemaining } from "#lib/client/format.ts";
import { formatOrdinal } from "#lib/client/format-media.ts";
import type { Rendition } from "#lib/domain/rendition.ts";

/** Its mark, its word, and while it is being made how far it is. */
export function RenditionState({ rendition }: { rendition: Rendition }) {
  const { name, status, progressPercent, queuePosition, remainingMs, error } = rendition;
  const mark = <StatusMark status={toStatusKind(status)} percent={progressPercent} />;
  switch (status) {
    case "encoding":
      return (
        <span className="flex items-center gap-2">
          {mark}
          <span className="w-9 shrink-0">{progressPercent} %</span>
          <ProgressBar percent={progressPercent} label={`${name} being made`} className="w-28 max-sm:w-16" />
          {remainingMs !== null && (
            <span className="whitespace-nowrap text-muted-foreground">
              {formatRemaining(remainingMs)} left
            </span>
          )}
        </span>
      );
    case "queued":
      return (
        <Line mark={mark}>
          {queuePosition === null ? "Queued" : `Queued, ${formatOrdinal(queuePosition)}`}
        </Line>
      );
    case "failed":
      return <Line mark={mark}>{error ? `Failed: ${error.message}` : "Failed"}</Line>;
    case "cancelled":
      return <Line mark={mark}>Cancelled</Line>;
    case "ready":
      return <Line mark={mark}>Ready</Line>;
  }
}

function Line({ mark, children }: { mark: React.ReactNode; children: string }) {
  return (
    <span className="flex items-center gap-2">
      {mark}
      <span className="text-pretty">{children}</span>
    </span>
  );
}
