import { StatusMark } from "#components/ui/status-mark.tsx";
import type { HealthReport } from "#lib/domain/connection.ts";
import { toHealthSign } from "./health-words.ts";

/** What came of a test: the cause in two words, then the whole sentence. Read out when it appears. */
export function TestReport({ report }: { report: HealthReport | undefined }) {
  const sign = report && toHealthSign(report.cause);
  return (
    <div role="status" className="empty:hidden">
      {report && sign && (
        <div className="flex gap-2.5 rounded-md border px-3 py-2 text-sm">
          <StatusMark status={sign.status} className="mt-0.5" />
          <p className="min-w-0 text-pretty text-soft-foreground">
            <strong className="font-semibold text-foreground">{sign.word}.</strong> {report.message}
            {report.cause === "ok" && report.latencyMs !== null && (
              <span className="tabular text-muted-foreground"> {Math.round(report.latencyMs)} ms</span>
            )}
          </p>
        </div>
      )}
    </div>
  );
}
