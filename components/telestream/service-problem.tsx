"use client";

import { useParams, useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { useEngineAway } from "#components/connections/use-engine-away.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";

export interface ServiceProblemProps {
  /** What could not be read: "The factories". */
  what: string;
  /** The service's reason, in a sentence. */
  reason: string;
}

/**
 * In the place of what the service did not answer: why, and the way to ask again. While our own engine is away the
 * line on top of the page says why; what is missing here comes with it.
 */
export function ServiceProblem({ what, reason }: ServiceProblemProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const isEngineAway = useEngineAway(useParams<{ connectionId?: string }>().connectionId);
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && !isEngineAway) startTransition(() => router.refresh());
    wasAway.current = isEngineAway;
  }, [isEngineAway, router]);
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
      {!isEngineAway && reason}
    </EmptyState>
  );
}
