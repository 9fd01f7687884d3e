"use client";

import { Upload } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PartsBar } from "#components/uploads/parts-bar.tsx";
import { ThreadsChoice } from "#components/uploads/threads-choice.tsx";
import { openUploadDialog, useUploadViews } from "#components/uploads/upload-desk.ts";
import { UploadRow } from "#components/uploads/upload-row.tsx";
import { isUnfinished } from "#lib/features/uploads/client/phases.ts";

/** The sessions that this browser has open with the account, with their parts, and how many go at once. */
export function UploadSessions({ connectionId }: { connectionId: string }) {
  const views = useUploadViews().filter(({ destination }) => destination.connectionId === connectionId);
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]">
      {views.length === 0 ? (
        <EmptyState
          className="w-full max-w-none rounded-lg border border-dashed border-gray-8 px-4 py-10"
          icon={<Upload />}
          title="No session is open from this browser"
          actions={<Button onClick={() => openUploadDialog()}>Choose files</Button>}
        >
          A file goes in parts, several at once. Paused or cut off, it goes on where it was, also after a
          restart.
        </EmptyState>
      ) : (
        <ul className="divide-y rounded-lg border bg-card" aria-label="Upload sessions">
          {views.map((view) => (
            <li key={view.uploadId} className="grid pb-3">
              <ul>
                <UploadRow view={view} />
              </ul>
              {isUnfinished(view.phase) && (
                <div className="px-3">
                  <PartsBar view={view} />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <aside className="grid gap-4 rounded-lg border bg-card p-4">
        <ThreadsChoice />
        <p className="border-t pt-3 text-xs text-pretty text-muted-foreground">
          Holds for files begun or continued from now on, in this browser. A part whose connection breaks is
          tried again by itself, after waits that grow and are never the same for two; the file says so while
          it waits.
        </p>
      </aside>
    </div>
  );
}
