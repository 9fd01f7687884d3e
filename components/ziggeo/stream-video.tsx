"use client";

import type { ComponentProps } from "react";
import { cn } from "#components/ui/class-names.ts";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";

export interface StreamVideoProps extends ComponentProps<"video"> {
  readonly stream: StreamView;
  /** Where subtitles are being written, those that are there already stay away. */
  readonly withSubtitles?: boolean;
}

/** A stream's film, through the dashboard, with its picture and its subtitles. */
export function StreamVideo({ stream, withSubtitles = true, className, ...props }: StreamVideoProps) {
  return (
    <video
      src={stream.videoUrl ?? undefined}
      poster={stream.imageUrl ?? undefined}
      playsInline
      preload="metadata"
      aria-label={stream.name}
      className={cn("aspect-video w-full rounded-md bg-black", className)}
      {...props}
    >
      {withSubtitles &&
        stream.subtitles.map(({ lang, label, data }) => (
          <track
            key={lang}
            kind="subtitles"
            srcLang={lang}
            label={label}
            src={`data:text/vtt;charset=utf-8,${encodeURIComponent(data)}`}
          />
        ))}
    </video>
  );
}
