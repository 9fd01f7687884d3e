"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { isUnfinished } from "#lib/features/uploads/client/phases.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";
import { UploadAnnouncer } from "./upload-announcer.tsx";
import { loadUploadEngine } from "./upload-desk.ts";
import { UploadRow } from "./upload-row.tsx";
import { dockInWords } from "./upload-words.ts";

/** The dock while there is something in it. */
export function DockPanel({ views }: { views: readonly UploadView[] }) {
  const [isOpen, setOpen] = useState(true);
  const { title, pace } = dockInWords(views);
  const isIdle = views.every(({ phase }) => !isUnfinished(phase));
  const close = () => {
    void loadUploadEngine().then((engine) => {
      for (const { uploadId } of views) engine.dismiss(uploadId);
    });
  };
  return (
    <section
      aria-label="Uploads"
      className="fixed inset-x-2 bottom-[calc(3.5rem+env(safe-area-inset-bottom)+0.5rem)] z-40 flex max-h-[min(28rem,60dvh)] animate-rise-in flex-col overflow-hidden rounded-lg border bg-popover text-popover-foreground shadow-float md:inset-x-auto md:end-5 md:bottom-5 md:w-[25rem]"
    >
      <header className="flex h-11 shrink-0 items-center gap-2 ps-3 pe-2">
        <h2 className="clip-line min-w-0 flex-1 text-sm font-semibold">{title}</h2>
        <p className="shrink-0 text-sm text-soft-foreground tabular">{pace}</p>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-expanded={isOpen}
          aria-label={isOpen ? "Fold the list of uploads" : "Unfold the list of uploads"}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <ChevronDown /> : <ChevronUp />}
        </Button>
        {isIdle && (
          <Button variant="ghost" size="icon-sm" aria-label="Close the list of uploads" onClick={close}>
            <X />
          </Button>
        )}
      </header>
      <ul className={cn("min-h-0 divide-y overflow-y-auto border-t", !isOpen && "hidden")}>
        {views.map((view) => (
          <UploadRow key={view.uploadId} view={view} />
        ))}
      </ul>
      <UploadAnnouncer views={views} />
    </section>
  );
}
