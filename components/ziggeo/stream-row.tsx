"use client";

import { Play, Video } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { StreamMenu, type StreamMenuProps } from "./stream-menu.tsx";
import { streamFacts, streamMarks, streamState } from "./stream-words.ts";

export interface StreamRowProps extends StreamMenuProps {
  /** Of a transcoded stream: what it was made of. */
  readonly parentName: string | null;
  readonly isChosen: boolean;
  onChoose(isOn: boolean): void;
}

/** One stream: its picture, what it is, how far it is, and what can be done with it now. */
export function StreamRow({ parentName, isChosen, onChoose, ...menu }: StreamRowProps) {
  const { stream, onOpen } = menu;
  const { name, state, isDefault, imageUrl, subtitles } = stream;
  return (
    <li className="flex items-center gap-3 p-3">
      <Checkbox
        aria-label={`Choose ${name} to compare`}
        checked={isChosen}
        disabled={stream.videoUrl === null}
        onCheckedChange={(isOn) => onChoose(isOn === true)}
      />
      <span className="grid aspect-video w-20 shrink-0 place-items-center overflow-hidden rounded-md bg-gray-3 text-gray-8 max-sm:w-16">
        {imageUrl ? (
          <img src={imageUrl} alt="" loading="lazy" className="size-full object-cover" />
        ) : (
          <Video className="size-4" aria-hidden="true" />
        )}
      </span>
      <div className="grid min-w-0 flex-1 gap-0.5 text-sm">
        <span className="flex flex-wrap items-center gap-2">
          <span dir="auto" className="clip-line font-medium">
            {name}
          </span>
          {isDefault && <Badge variant="secondary">Default</Badge>}
          {!stream.isBound && <Badge>Draft</Badge>}
        </span>
        <span className="flex flex-wrap items-center gap-x-2 text-xs text-muted-foreground tabular">
          <span className="flex items-center gap-1.5">
            <StatusMark status={streamMarks[state]} percent={stream.progressPercent} />
            {streamState(stream)}
          </span>
          {streamFacts(stream).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
          {parentName && <span>made of {parentName}</span>}
          {subtitles.length > 0 && <span>subtitles: {subtitles.map(({ lang }) => lang).join(", ")}</span>}
        </span>
        {stream.error && <span className="text-xs text-failed-text">{stream.error}</span>}
      </div>
      {stream.videoUrl && (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Play ${name}`}
          title="Play"
          onClick={() => onOpen({ kind: "play", streams: [stream] })}
        >
          <Play />
        </Button>
      )}
      <StreamMenu {...menu} />
    </li>
  );
}
