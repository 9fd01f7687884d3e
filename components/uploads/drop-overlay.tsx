"use client";

import { Upload } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { takeEarlyDrops } from "#components/layout/early-drops.ts";
import { toast } from "#components/ui/toast.ts";
import type { PickedFile } from "#lib/features/uploads/client/picked-file.ts";
import { readDrop, readDropped } from "./pick-files.ts";
import { loadUploadEngine, openUploadDialog } from "./upload-desk.ts";

/** The whole window takes files. Shows itself while some are held over it. */
export default function DropOverlay() {
  const [isOver, setOver] = useState(false);
  // Enter and leave fire for every element on the way; over the window is while more entered than left.
  const depth = useRef(0);

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth.current++;
      setOver(true);
    };
    const over = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      // A field of the page takes the file itself: it has said so before the window hears of it.
      setOver(!event.defaultPrevented);
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      const isTaken = event.defaultPrevented;
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      if (!isTaken) void take(readDrop(event.dataTransfer));
    };
    const early = takeEarlyDrops();
    if (early.length > 0)
      void take(Promise.all(early.map((drop) => readDropped(drop))).then((all) => all.flat()));
    addEventListener("dragenter", enter);
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragenter", enter);
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);

  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-[60] grid animate-fade-in place-items-center bg-veil p-6">
      <div className="grid justify-items-center gap-2 rounded-lg border-2 border-dashed border-selected bg-popover px-10 py-8 text-popover-foreground shadow-float">
        <Upload className="size-6" aria-hidden="true" />
        <p className="text-base font-semibold">Drop to upload</p>
        <p className="text-sm text-soft-foreground">Video and audio files, or folders of them</p>
      </div>
    </div>
  );
}

async function take(reading: Promise<PickedFile[]>): Promise<void> {
  const picked = await reading;
  if (picked.length === 0) {
    toast.message("There is no file in what you dropped.");
    return;
  }
  // Files that an interrupted upload waits for go on where it stopped; only the others need answers.
  const engine = await loadUploadEngine();
  const others = [];
  for (const each of picked) if (!(await engine.offer(each))) others.push(each);
  if (others.length > 0) openUploadDialog({ picked: others });
}
