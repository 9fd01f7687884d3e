"use client";

import { Upload } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ThreadsChoice } from "#components/uploads/threads-choice.tsx";
import { UploadAnnouncer } from "#components/uploads/upload-announcer.tsx";
import { openUploadDialog, useUploadViews } from "#components/uploads/upload-desk.ts";
import { UploadRow } from "#components/uploads/upload-row.tsx";
import { dockInWords } from "#components/uploads/upload-words.ts";

/** The sessions that this browser has open with the account, with their parts, and how many go at once. */
export function UploadSessions({ connectionId }: { connectionId: string }) {
  const views = useUploadViews().filter(({ destination }) => destination.connectionId === connectionId);
  const { title, pace } = dockInWords(views);
  const choose = () => openUploadDialog({ connectionId });
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]">
      {views.length === 0 ? (
        <EmptyState
          className="w-full max-w-none rounded-lg border border-dashed border-gray-8 px-4 py-10"
          icon={<Upload />}
          title="No session is open from this browser"
          actions={<Button onClick={choose}>Choose files</Button>}
        >
          A file goes in parts, several at once. Paused or cut off, it goes on where it was, also after a
          restart.
        </EmptyState>
      ) : (
        <section aria-label="Upload sessions" className="grid gap-3">
          <header className="flex items-center gap-3">
            <h2 className="text-base font-semibold">{title}</h2>
            <p className="clip-line min-w-0 flex-1 text-sm text-soft-foreground tabular">{pace}</p>
            <Button variant="outline" size="sm" onClick={choose}>
              Choose files
            </Button>
          </header>
          <ul className="divide-y rounded-lg border bg-card">
            {views.map((view) => (
              <UploadRow key={view.uploadId} view={view} showsParts />
            ))}
          </ul>
          <UploadAnnouncer views={views} />
        </section>
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
