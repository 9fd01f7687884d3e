"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { countOf } from "#lib/client/format.ts";
import { findEditFaults, type PlannedRow, planBulkEdit } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import type { DetailName, DetailRow } from "#lib/features/ziggeo/schema/details.ts";
import { BulkFields } from "./bulk-fields.tsx";
import { BulkFooter } from "./bulk-footer.tsx";
import { BulkPlan } from "./bulk-plan.tsx";
import { type BulkValues, nothingChosen, toBulkEdit } from "./bulk-values.ts";
import { markTakenKeys } from "./taken-keys.ts";
import { useBulkRows } from "./use-bulk-rows.ts";
import { useBulkRun } from "./use-bulk-run.ts";

export interface BulkEditDialogProps {
  /** What is selected, whichever provider it is of. */
  assetIds: readonly string[];
  onClose(): void;
}

export type BulkStep = "edit" | "review" | "result";

/** Details of many videos at once: what is to change, what that means for each, and how each fared. */
export default function BulkEditDialog({ assetIds: selected, onClose }: BulkEditDialogProps) {
  const cache = useQueryClient();
  // The list underneath moves while videos change; what was selected does not.
  const [assetIds] = useState(selected);
  const read = useBulkRows(assetIds);
  const { outcomes, isRunning, isStopping, run, stop } = useBulkRun();
  const [step, setStep] = useState<BulkStep>("edit");
  const [values, setValues] = useState<BulkValues>(nothingChosen);
  const [faults, setFaults] = useState<Partial<Record<DetailName, string>>>({});
  const [plan, setPlan] = useState<readonly PlannedRow[]>([]);
  const [isPlanning, setPlanning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const failed = plan.filter(({ row }) => {
    const state = outcomes.get(row.assetId)?.state;
    return state === "failed" || state === "stopped";
  });

  /** Of those named, of all otherwise; each keeps its number, so that `{n}` stays what it was. */
  const review = async (readRows: () => Promise<readonly DetailRow[]>, only?: ReadonlySet<string>) => {
    const edit = toBulkEdit(values);
    const found = findEditFaults(edit);
    setFaults(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return;
    setPlanning(true);
    try {
      const all = planBulkEdit(await readRows(), edit);
      const own = only ? all.filter(({ row }) => only.has(row.assetId)) : all;
      setPlan(await markTakenKeys(own, AbortSignal.timeout(30_000)));
      setStep("review");
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "Reelyard did not answer.");
    } finally {
      setPlanning(false);
    }
  };
  const lookAgain = () => {
    const again = failed.map(({ row }) => row.assetId);
    return review(() => read.readAgain(again), new Set(again));
  };
  const apply = async () => {
    const able = plan.filter(({ after, problem: fault }) => fault === null && Object.keys(after).length > 0);
    setPlan(able);
    setStep("result");
    await run(able);
    void cache.invalidateQueries({ queryKey: ["library"] });
  };

  return (
    <Dialog open onOpenChange={(open) => !open && !isRunning && onClose()}>
      <DialogContent
        className="sm:max-w-3xl"
        hideClose={isRunning}
        // A click beside it would lose what is typed.
        onInteractOutside={(event) => event.preventDefault()}
      >
        <DialogHeader>
          <DialogTitle>{titles[step]}</DialogTitle>
          <DialogDescription>
            {step === "edit"
              ? describeSelection(read.rows.length, assetIds.length, read.isReading)
              : stepWords(step, isRunning)}
          </DialogDescription>
        </DialogHeader>
        <FormMessage message={problem ?? read.problem} />
        {read.isReading && (
          <ProgressBar percent={(read.readCount / assetIds.length) * 100} label="Reading what they say now" />
        )}
        {step === "edit" ? (
          <BulkFields
            values={values}
            faults={faults}
            onChange={(change) => {
              setValues((before) => ({ ...before, ...change }));
              setFaults({});
            }}
          />
        ) : (
          <BulkPlan plan={plan} outcomes={outcomes} isResult={step === "result"} isRunning={isRunning} />
        )}
        {/* Nine members are higher than a window: the way on stays in sight. */}
        <div className="-mx-5 -mb-5 border-t bg-popover px-5 pt-3 pb-5 sm:sticky sm:-bottom-5">
          <BulkFooter
            step={step}
            plan={plan}
            failedCount={failed.length}
            canReview={!read.isReading && read.rows.length > 0 && values.chosen.length > 0}
            isBusy={isPlanning}
            isRunning={isRunning}
            isStopping={isStopping}
            onReview={() => void review(async () => read.rows)}
            onReadRetry={read.problem === null ? undefined : read.retry}
            onBack={() => setStep("edit")}
            onApply={() => void apply()}
            onStop={stop}
            onLookAgain={() => void lookAgain()}
            onClose={onClose}
          />
        </div>
      </DialogContent>
    </Dialog>
  );
}

const titles: Readonly<Record<BulkStep, string>> = {
  edit: "Edit details at Ziggeo",
  review: "What will change",
  result: "What has changed",
};

function stepWords(step: BulkStep, isRunning: boolean): string {
  if (step === "review") return "Nothing has been sent yet.";
  return isRunning
    ? "Keep this open until it is through."
    : "Each by itself: one that is refused kept no other from it.";
}

function describeSelection(found: number, selected: number, isReading: boolean): string {
  const count = countOf(isReading ? selected : found, "video");
  const told = `Tick what is to change in ${count}; the rest stays as each has it.`;
  if (isReading || found === selected) return told;
  return `${told} ${countOf(selected - found, "selected video")} left out: not at Ziggeo, or gone.`;
}
