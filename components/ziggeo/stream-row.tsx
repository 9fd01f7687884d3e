"use client";

import { Captions, Download, EllipsisVertical, Image, Lock, Play, Send, Trash2, Video } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { type StatusKind, StatusMark } from "#components/ui/status-mark.tsx";
import { formatBytes, formatDuration } from "#lib/client/format.ts";
import { formatDimensions } from "#lib/client/format-media.ts";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import type { StreamDialog } from "./streams-section.tsx";

export interface StreamRowProps {
  readonly assetId: string;
  readonly stream: StreamView;
  /** Of a transcoded stream: what it was made of. */
  readonly parentName: string | null;
  readonly canEdit: boolean;
  readonly canPush: boolean;
  readonly isChosen: boolean;
  onChoose(isOn: boolean): void;
  onOpen(dialog: StreamDialog): void;
  onAttach(kind: "video" | "image"): void;
}

const marks: Record<StreamView["state"], StatusKind> = {
  draft: "draft",
  processing: "working",
  failed: "failed",
  ready: "ready",
};

/** One stream: its picture, what it is, how far it is, and what can be done with it now. */
export function StreamRow({ stream, parentName, isChosen, onChoose, onOpen, ...props }: StreamRowProps) {
  const { name, state, isDefault, imageUrl } = stream;
  return (
    <li className="flex items-center gap-3 p-3">
      <Checkbox
        aria-label={`Choose ${name} to compare`}
        checked={isChosen}
        disabled={stream.videoUrl === null}
        onCheckedChange={(isOn) => onChoose(isOn === true)}
      />
      <span className="grid aspect-video w-20 shrink-0 place-items-center overflow-hidden rounded-md bg-gray-3 text-gray-8">
        {imageUrl ? (
          <img src={imageUrl} alt="" loading="lazy" className="size-full object-cover" />
        ) : (
          <Video className="size-4" aria-hidden="true" />
        )}
      </span>
      <div className="grid min-w-0 flex-1 gap-0.5 text-sm">
        <span className="flex flex-wrap items-center gap-2">
          <span className="clip-line font-medium">{name}</span>
          {isDefault && <Badge variant="secondary">Default</Badge>}
          {!stream.isBound && <Badge>Draft</Badge>}
        </span>
        <span className="flex flex-wrap items-center gap-x-2 text-xs text-muted-foreground">
          <span className="flex items-center gap-1.5">
            <StatusMark status={marks[state]} percent={stream.progressPercent} />
            {toWords(stream)}
          </span>
          {toFacts(stream, parentName).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </span>
        {stream.error && <span className="text-xs text-failed-text">{stream.error}</span>}
      </div>
      {stream.videoUrl && (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Play ${name}`}
          onClick={() => onOpen({ kind: "play", streams: [stream] })}
        >
          <Play />
        </Button>
      )}
      <StreamMenu stream={stream} onOpen={onOpen} {...props} />
    </li>
  );
}

function toWords({ state, isBound, progressPercent, imageUrl }: StreamView): string {
  if (state === "ready") return "Ready";
  if (state === "failed") return "Failed";
  if (state === "processing") return progressPercent > 0 ? `Processing, ${progressPercent} %` : "Processing";
  if (isBound) return "Empty";
  return imageUrl ? "Waits for its video; has a picture" : "Waits for its picture and video";
}

function toFacts(stream: StreamView, parentName: string | null): string[] {
  return [
    formatDimensions(stream.width, stream.height),
    stream.durationMs === null ? null : formatDuration(stream.durationMs),
    stream.sizeBytes === null ? null : formatBytes(stream.sizeBytes),
    parentName === null ? null : `made of ${parentName}`,
    stream.subtitles.length > 0 ? stream.subtitles.map(({ lang }) => lang).join(", ") : null,
  ].filter((fact) => fact !== null);
}

type StreamMenuProps = Omit<StreamRowProps, "parentName" | "isChosen" | "onChoose">;

function StreamMenu({ assetId, stream, canEdit, canPush, onOpen, onAttach }: StreamMenuProps) {
  const { name, streamToken, isBound, videoUrl } = stream;
  const download = `/files/assets/${encodeURIComponent(assetId)}/renditions/${encodeURIComponent(streamToken)}`;
  if (!canEdit && !videoUrl) return null;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`More for ${name}`}>
          <EllipsisVertical />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {videoUrl && (
          <DropdownMenuItem asChild>
            <a href={download} download>
              <Download aria-hidden="true" />
              Download
            </a>
          </DropdownMenuItem>
        )}
        {canEdit && !isBound && (
          <>
            <DropdownMenuItem onSelect={() => onAttach("image")}>
              <Image aria-hidden="true" />
              Attach a picture…
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => onAttach("video")}>
              <Video aria-hidden="true" />
              Attach the video…
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => onOpen({ kind: "bind", stream })}>
              <Lock aria-hidden="true" />
              Bind…
            </DropdownMenuItem>
          </>
        )}
        {canEdit && (
          <DropdownMenuItem onSelect={() => onOpen({ kind: "subtitle", stream })}>
            <Captions aria-hidden="true" />
            Subtitles…
          </DropdownMenuItem>
        )}
        {canEdit && canPush && videoUrl && (
          <DropdownMenuItem onSelect={() => onOpen({ kind: "push", stream })}>
            <Send aria-hidden="true" />
            Push to a service…
          </DropdownMenuItem>
        )}
        {canEdit && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem variant="destructive" onSelect={() => onOpen({ kind: "delete", stream })}>
              <Trash2 aria-hidden="true" />
              Delete…
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
