"use client";

import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { countOf } from "#lib/client/format.ts";
import type { PlannedRow } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import { BulkRow } from "./bulk-row.tsx";
import type { RowOutcome } from "./use-bulk-run.ts";

export interface BulkPlanProps {
  plan: readonly PlannedRow[];
  outcomes: ReadonlyMap<string, RowOutcome>;
  isResult: boolean;
  isRunning: boolean;
}

/** What scrolls must be reachable by keyboard, although nothing in it may be focusable. */
const reachable = { tabIndex: 0 };

/** Every video with its differences; those that stay as they are are only counted. */
export function BulkPlan({ plan, outcomes, isResult, isRunning }: BulkPlanProps) {
  const moving = plan.filter(({ after, problem }) => problem !== null || Object.keys(after).length > 0);
  const same = plan.length - moving.length;
  const ends = [...outcomes.values()].map(({ state }) => state);
  const count = (...states: readonly RowOutcome["state"][]) =>
    plan.filter(({ row }) => states.some((state) => outcomes.get(row.assetId)?.state === state)).length;
  const settled = count("done", "failed", "stopped");
  return (
    <div className="grid min-h-0 gap-3">
      <p role="status" className="text-sm text-soft-foreground tabular">
        {isResult
          ? describeResult({
              settled,
              total: plan.length,
              failed: count("failed"),
              stopped: count("stopped"),
              isRunning,
            })
          : describePlan(moving, same)}
      </p>
      {isResult && ends.length > 0 && (
        <ProgressBar percent={(settled / Math.max(1, plan.length)) * 100} label="Videos changed" />
      )}
      {moving.length > 0 && (
        <ul
          aria-label={isResult ? "Results" : "Changes"}
          className="grid max-h-[46dvh] divide-y overflow-y-auto rounded-lg border"
          {...reachable}
        >
          {moving.map((planned) => (
            <BulkRow
              key={planned.row.assetId}
              planned={planned}
              outcome={isResult ? outcomes.get(planned.row.assetId) : undefined}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function describePlan(moving: readonly PlannedRow[], same: number): string {
  const refused = moving.filter(({ problem }) => problem !== null).length;
  const parts = [`${countOf(moving.length - refused, "video")} will change`];
  if (same > 0) parts.push(`${same} ${same === 1 ? "is" : "are"} that way already`);
  if (refused > 0) parts.push(`${refused} cannot be changed so`);
  return `${parts.join(", ")}.`;
}

interface ResultCounts {
  settled: number;
  total: number;
  failed: number;
  stopped: number;
  isRunning: boolean;
}

function describeResult({ settled, total, failed, stopped, isRunning }: ResultCounts): string {
  if (isRunning) return `${settled} of ${total}`;
  const parts = [`${countOf(settled - failed - stopped, "video")} changed`];
  if (failed > 0) parts.push(`${failed} not`);
  if (stopped > 0) parts.push(`${stopped} not tried`);
  return `${parts.join(", ")}.`;
}
