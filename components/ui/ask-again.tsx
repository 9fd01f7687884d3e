"use client";

import { Button } from "./button.tsx";
import { StatusMark } from "./status-mark.tsx";

export interface AskAgainProps {
  /** Why there is nothing, in a sentence. */
  reason: string;
  onAsk(): void;
}

/** In the place of what a provider did not answer: why, and the way to ask again. */
export function AskAgain({ reason, onAsk }: AskAgainProps) {
  return (
    <p className="flex items-start gap-2 text-sm text-soft-foreground" role="alert">
      <StatusMark status="degraded" className="mt-[3px]" />
      <span>
        {reason}{" "}
        <Button variant="link" size="inline" onClick={onAsk}>
          Ask again
        </Button>
      </span>
    </p>
  );
}
