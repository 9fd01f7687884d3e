"use client";

import { Film, Music } from "lucide-react";
import { useEffect, useState } from "react";
import { cn } from "#components/ui/class-names.ts";

export interface UploadPosterProps {
  readonly poster: Blob | null;
  readonly isAudio?: boolean;
  readonly className?: string;
}

/** The first picture of a file, read in this browser; a quiet sign where there is none. */
export function UploadPoster({ poster, isAudio = false, className }: UploadPosterProps) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!poster) return setUrl(null);
    const made = URL.createObjectURL(poster);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [poster]);
  const Sign = isAudio ? Music : Film;
  return (
    <div
      className={cn(
        "grid aspect-video w-14 shrink-0 place-items-center overflow-hidden rounded-sm bg-gray-4 text-muted-foreground",
        className,
      )}
    >
      {url ? (
        // A blob of this page's own: nothing for an image optimiser to do.
        <img src={url} alt="" className="size-full object-cover" />
      ) : (
        <Sign className="size-4" aria-hidden="true" />
      )}
    </div>
  );
}
