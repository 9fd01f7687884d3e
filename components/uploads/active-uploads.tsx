"use client";

import { Upload } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { isUnfinished } from "#lib/features/uploads/client/phases.ts";
import { loadUploadEngine, openUploadDialog, useUploadViews } from "./upload-desk.ts";
import { UploadRow } from "./upload-row.tsx";
import { dockInWords } from "./upload-words.ts";

/** What this browser is sending, and what became of what it sent. */
export function ActiveUploads({ canUpload }: { canUpload: boolean }) {
  const views = useUploadViews();
  const { title, pace } = dockInWords(views);
  const isMoving = views.some(({ phase }) => isUnfinished(phase) && phase !== "paused");
  const isPaused = views.some(({ phase }) => phase === "paused");
  if (views.length === 0) {
    return (
      <EmptyState
        className="w-full max-w-none rounded-lg border border-dashed border-gray-8 px-4 py-10"
        icon={<Upload />}
        title="Nothing is being uploaded from this browser"
        actions={
          canUpload && (
            <>
              <Button onClick={() => openUploadDialog()}>Choose files</Button>
              <Button variant="outline" onClick={() => openUploadDialog({ from: "url" })}>
                Paste a web address
              </Button>
            </>
          )
        }
      >
        {canUpload ? "Drop files anywhere in this window." : "Your role looks and downloads."}
      </EmptyState>
    );
  }
  return (
    <section aria-label="Active uploads" className="grid gap-3">
      <header className="flex items-center gap-3">
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="flex-1 text-sm text-soft-foreground tabular">{pace}</p>
        {isMoving && (
          <Button
            variant="outline"
            size="sm"
            onClick={() => void loadUploadEngine().then((e) => e.pauseAll())}
          >
            Pause all
          </Button>
        )}
        {isPaused && (
          <Button
            variant="outline"
            size="sm"
            onClick={() => void loadUploadEngine().then((e) => e.resumeAll())}
          >
            Continue all
          </Button>
        )}
      </header>
      <ul className="divide-y rounded-lg border bg-card">
        {views.map((view) => (
          <UploadRow key={view.uploadId} view={view} />
        ))}
      </ul>
    </section>
  );
}
