"use client";

import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { countOf } from "#lib/client/format.ts";
import type { PlannedRow } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import type { BulkStep } from "./bulk-edit-dialog.tsx";

export interface BulkFooterProps {
  step: BulkStep;
  plan: readonly PlannedRow[];
  failedCount: number;
  canReview: boolean;
  isBusy: boolean;
  isRunning: boolean;
  isStopping: boolean;
  onReview(): void;
  /** Where the videos could not be read. */
  onReadRetry: (() => void) | undefined;
  onBack(): void;
  onApply(): void;
  onStop(): void;
  onLookAgain(): void;
  onClose(): void;
}

/** The way on and the way back of each step. */
export function BulkFooter(props: BulkFooterProps) {
  const { step, plan, failedCount, isBusy, isRunning, isStopping, onReadRetry } = props;
  const able = plan.filter(({ after, problem }) => problem === null && Object.keys(after).length > 0).length;
  if (step === "edit") {
    return (
      <DialogFooter>
        <Button variant="outline" onClick={props.onClose}>
          Cancel
        </Button>
        {onReadRetry ? (
          <Button onClick={onReadRetry}>Read them again</Button>
        ) : (
          <Button disabled={!props.canReview} pending={isBusy} onClick={props.onReview}>
            Review changes
          </Button>
        )}
      </DialogFooter>
    );
  }
  if (step === "review") {
    return (
      <DialogFooter>
        <Button variant="outline" onClick={props.onBack}>
          Back
        </Button>
        <Button disabled={able === 0} onClick={props.onApply}>
          Change {countOf(able, "video")}
        </Button>
      </DialogFooter>
    );
  }
  return (
    <DialogFooter>
      {isRunning ? (
        <Button variant="outline" pending={isStopping} onClick={props.onStop}>
          {isStopping ? "Finishing what is on its way" : "Stop"}
        </Button>
      ) : (
        <>
          {failedCount > 0 && (
            <Button variant="outline" pending={isBusy} onClick={props.onLookAgain}>
              Try {countOf(failedCount, "video")} again
            </Button>
          )}
          <Button onClick={props.onClose}>Close</Button>
        </>
      )}
    </DialogFooter>
  );
}
