"use client";

import { type StatusKind, StatusMark } from "#components/ui/status-mark.tsx";
import type { PlannedRow } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import { listDifferences } from "./detail-diff.ts";
import type { RowOutcome } from "./use-bulk-run.ts";

const outcomeMarks: Readonly<Record<RowOutcome["state"], StatusKind>> = {
  waiting: "queued",
  working: "working",
  done: "ready",
  stopped: "draft",
  failed: "failed",
};
const outcomeWords: Readonly<Record<RowOutcome["state"], string>> = {
  waiting: "Waits",
  working: "Being changed",
  done: "Changed",
  stopped: "Not tried",
  failed: "Not changed",
};

/** A video of a bulk edit: what it becomes, and how that went once it was tried. */
export function BulkRow({ planned, outcome }: { planned: PlannedRow; outcome: RowOutcome | undefined }) {
  const { row, after, problem } = planned;
  const fault = outcome?.state === "failed" ? outcome.problem : problem;
  return (
    <li className="grid gap-1 px-3 py-2 text-sm">
      <div className="flex min-w-0 items-center gap-2">
        <span dir="auto" className="clip-line min-w-0 flex-1 font-medium">
          {row.name}
        </span>
        {outcome ? (
          <span className="flex shrink-0 items-center gap-1.5 text-xs text-soft-foreground">
            <StatusMark status={outcomeMarks[outcome.state]} />
            {outcomeWords[outcome.state]}
          </span>
        ) : (
          problem && <span className="shrink-0 text-xs text-failed-text">Left out</span>
        )}
      </div>
      {listDifferences(row.details, after).map(({ label, before, after: becomes }) => (
        <div key={label} className="grid gap-x-3 text-xs sm:grid-cols-[9rem_minmax(0,1fr)]">
          <span className="clip-line text-muted-foreground">{label}</span>
          <span className="min-w-0 break-words">
            {before !== null && (
              <del dir="auto" className="text-muted-foreground decoration-gray-8">
                <span className="sr-only">from </span>
                {inShort(before)}
              </del>
            )}
            {before !== null && becomes !== null && (
              <span aria-hidden="true" className="px-1.5 text-muted-foreground">
                →
              </span>
            )}
            <ins dir="auto" className="no-underline">
              <span className="sr-only">to </span>
              {becomes === null ? "nothing" : inShort(becomes)}
            </ins>
          </span>
        </div>
      ))}
      {fault && <p className="text-xs text-failed-text">{fault}</p>}
    </li>
  );
}

const longest = 160;
const inShort = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);
