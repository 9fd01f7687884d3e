"use client";

import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import type { UploadTargetOption } from "#lib/features/uploads/schema.ts";
import { closeUploadDialog } from "./upload-desk.ts";

export interface TargetsProblemProps {
  /** Why the list could not be read at all. */
  readonly problem: string | undefined;
  readonly targets: readonly UploadTargetOption[];
  onRetry(): void;
}

/** There is nowhere to upload to: says why, and what helps. */
export function TargetsProblem({ problem, targets, onRetry }: TargetsProblemProps) {
  const problems = [problem, ...targets.map((target) => target.problem)].filter((words) => words != null);
  return (
    <EmptyState
      className="py-8"
      title={problems.length > 0 ? "No connection can take files now" : "No connection takes uploads"}
      actions={
        <>
          <Button onClick={onRetry}>Try again</Button>
          <Button variant="outline" asChild>
            <Link href="/connections" onClick={closeUploadDialog}>
              Connections
            </Link>
          </Button>
        </>
      }
    >
      {problems.length > 0
        ? problems.join(" ")
        : "Add a connection to api.video, or to Telestream with at least one factory, or resume a paused one."}
    </EmptyState>
  );
}
