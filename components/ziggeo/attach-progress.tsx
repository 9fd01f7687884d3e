"use client";

import { Button } from "#components/ui/button.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { AttachState } from "./use-attachment.tsx";

/** How far a file has been sent. */
export function AttachProgress({ state, onCancel }: { state: AttachState | undefined; onCancel(): void }) {
  if (!state) return null;
  const percent = Math.round(state.fraction * 100);
  return (
    <div className="flex items-center gap-3 rounded-lg border p-3 text-sm" aria-live="polite">
      <span className="clip-line min-w-0 flex-1">{state.fileName}</span>
      <ProgressBar percent={percent} label={`Sending ${state.fileName}`} className="w-32" />
      <span className="tabular text-muted-foreground">{percent} %</span>
      <Button variant="ghost" size="sm" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
