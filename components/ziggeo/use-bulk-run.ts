import { useRef, useState } from "react";
import { changeMany } from "#lib/features/ziggeo/actions.ts";
import type { PlannedRow } from "#lib/features/ziggeo/schema/bulk-edit.ts";
import { changesPerAction } from "#lib/features/ziggeo/schema/details.ts";

export type RowOutcome =
  | { readonly state: "waiting" | "working" | "done" }
  /** Not tried: somebody stopped before its turn. */
  | { readonly state: "stopped" }
  | { readonly state: "failed"; readonly problem: string };

const silence = "Reelyard did not answer. It may have been changed all the same.";

/** Applies a plan a handful at a time: how each video fared is known as it happens, and one can stop in between. */
export function useBulkRun() {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, RowOutcome>>(new Map());
  const [isRunning, setRunning] = useState(false);
  const [isStopping, setStopping] = useState(false);
  const wasStopped = useRef(false);
  const tell = (assetIds: readonly string[], outcome: RowOutcome) =>
    setOutcomes((before) => new Map([...before, ...assetIds.map((id) => [id, outcome] as const)]));

  async function run(plan: readonly PlannedRow[]): Promise<void> {
    wasStopped.current = false;
    setStopping(false);
    setRunning(true);
    tell(
      plan.map(({ row }) => row.assetId),
      { state: "waiting" },
    );
    for (let at = 0; at < plan.length; at += changesPerAction) {
      if (wasStopped.current) {
        tell(
          plan.slice(at).map(({ row }) => row.assetId),
          { state: "stopped" },
        );
        break;
      }
      const some = plan.slice(at, at + changesPerAction);
      const assetIds = some.map(({ row }) => row.assetId);
      tell(assetIds, { state: "working" });
      for (const [assetId, problem] of await send(some)) {
        tell([assetId], problem === null ? { state: "done" } : { state: "failed", problem });
      }
    }
    setRunning(false);
  }

  return {
    outcomes,
    isRunning,
    isStopping,
    run,
    /** What is on its way is finished first. */
    stop() {
      wasStopped.current = true;
      setStopping(true);
    },
  };
}

async function send(
  some: readonly PlannedRow[],
): Promise<(readonly [assetId: string, problem: string | null])[]> {
  const all = (problem: string) => some.map(({ row }) => [row.assetId, problem] as const);
  try {
    const changes = some.map(({ row, after }) => ({ assetId: row.assetId, before: row.details, after }));
    const answer = await changeMany({ changes });
    if (!answer.ok) return all(answer.error.message);
    return answer.value.map(({ assetId, problem }) => [assetId, problem] as const);
  } catch {
    return all(silence);
  }
}
