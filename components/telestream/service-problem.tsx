"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";

export interface ServiceProblemProps {
  /** What could not be read: "The factories". */
  what: string;
  /** The service's reason, in a sentence. */
  reason: string;
}

/** In the place of what the service did not answer: why, and the way to ask again. */
export function ServiceProblem({ what, reason }: ServiceProblemProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <EmptyState
      icon={<StatusMark status="failed" />}
      title={`${what} could not be read`}
      actions={
        <Button pending={isPending} onClick={() => startTransition(() => router.refresh())}>
          Ask again
        </Button>
      }
    >
      {reason}
    </EmptyState>
  );
}
