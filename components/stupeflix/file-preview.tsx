"use client";

import { lazy, Suspense } from "react";
import { Dialog, DialogContent, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { mediumOf } from "./medium.ts";

const SoundPlayer = lazy(() => import("./sound-player.tsx"));

/** A stored file, looked at or listened to. */
export default function FilePreview({ name, url, onClose }: { name: string; url: string; onClose(): void }) {
  const medium = mediumOf(name);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent aria-describedby={undefined} className="sm:max-w-3xl">
        <DialogHeader>
          <DialogTitle className="break-all">{name}</DialogTitle>
        </DialogHeader>
        {medium === "image" && (
          <img src={url} alt={name} className="max-h-[65dvh] max-w-full justify-self-center rounded-md" />
        )}
        {medium === "video" && (
          <video
            controls
            preload="metadata"
            src={url}
            aria-label={name}
            className="max-h-[65dvh] w-full bg-black"
          >
            <track kind="captions" />
          </video>
        )}
        {medium === "audio" && (
          <Suspense fallback={<Skeleton className="h-32" />}>
            <SoundPlayer src={url} name={name} />
          </Suspense>
        )}
        <a href={url} target="_blank" rel="noreferrer" className="text-sm underline underline-offset-2">
          Open the file
        </a>
      </DialogContent>
    </Dialog>
  );
}
