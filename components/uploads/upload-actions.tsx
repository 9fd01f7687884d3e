"use client";

import { FolderOpen, Pause, Play, RotateCcw, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { isUnfinished } from "#lib/features/uploads/client/phases.ts";
import type { UploadEngine } from "#lib/features/uploads/client/upload-engine.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";
import { pickFiles } from "./pick-files.ts";
import { loadUploadEngine } from "./upload-desk.ts";

/** What can be done with a file now: one obvious thing, and the way out. */
export function UploadActions({ view }: { view: UploadView }) {
  const { uploadId, phase, pausedBecause, file } = view;
  const run = (command: (engine: UploadEngine) => void | Promise<void>) => () => {
    void loadUploadEngine().then(command);
  };
  const resume = run((engine) => engine.resume(uploadId));
  return (
    <div className="flex shrink-0 items-center">
      {(phase === "waiting" || phase === "sending") && (
        <Act label={`Pause ${file.name}`} hint="Pause" onClick={run((engine) => engine.pause(uploadId))}>
          <Pause />
        </Act>
      )}
      {phase === "paused" && pausedBecause === "file-needed" && (
        <Act label={`Choose ${file.name} again`} hint="Choose the file" onClick={run(chooseAgain)}>
          <FolderOpen />
        </Act>
      )}
      {phase === "paused" && pausedBecause !== "file-needed" && (
        <Act label={`Continue ${file.name}`} hint="Continue" onClick={resume}>
          <Play />
        </Act>
      )}
      {phase === "failed" && view.failure?.canRetry && (
        <Act label={`Retry ${file.name}`} hint="Retry" onClick={run((engine) => engine.retry(uploadId))}>
          <RotateCcw />
        </Act>
      )}
      {isUnfinished(phase) ? (
        <Act label={`Cancel ${file.name}`} hint="Cancel" onClick={run((engine) => engine.cancel(uploadId))}>
          <X />
        </Act>
      ) : (
        <Act
          label={`Remove ${file.name} from this list`}
          hint="Remove from this list"
          onClick={run((engine) => engine.dismiss(uploadId))}
        >
          <X />
        </Act>
      )}
    </div>
  );
}

/** Any interrupted upload that the chosen files fit goes on, not only the one that was clicked. */
async function chooseAgain(engine: UploadEngine): Promise<void> {
  for (const picked of await pickFiles()) await engine.offer(picked);
}

interface ActProps {
  readonly label: string;
  readonly hint: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Act({ label, hint, onClick, children }: ActProps) {
  return (
    <Tooltip content={hint}>
      <Button variant="ghost" size="icon-sm" aria-label={label} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  );
}
