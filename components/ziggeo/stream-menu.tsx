"use client";

import { Captions, Download, EllipsisVertical, Image, Lock, Send, Trash2, Video } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";

export type StreamDialog =
  | { readonly kind: "play"; readonly streams: readonly StreamView[] }
  | { readonly kind: "picture" | "subtitle" | "bind" | "delete" | "push"; readonly stream: StreamView };

export interface StreamMenuProps {
  readonly assetId: string;
  readonly stream: StreamView;
  readonly canEdit: boolean;
  /** Nothing else is being sent: one file at a time. */
  readonly canAttach: boolean;
  onOpen(dialog: StreamDialog): void;
  onAttachVideo(): void;
}

/** What can be done with a stream as it is now. */
export function StreamMenu({ assetId, stream, canEdit, canAttach, onOpen, onAttachVideo }: StreamMenuProps) {
  const { name, streamToken, isBound, videoUrl, imageUrl } = stream;
  if (!canEdit && !videoUrl && !imageUrl) return null;
  const download = `/files/assets/${encodeURIComponent(assetId)}/renditions/${encodeURIComponent(streamToken)}`;
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
        {imageUrl && (
          <DropdownMenuItem asChild>
            <a href={imageUrl} download>
              <Image aria-hidden="true" />
              Download the picture
            </a>
          </DropdownMenuItem>
        )}
        {canEdit && !isBound && (
          <>
            <DropdownMenuItem disabled={!canAttach} onSelect={() => onOpen({ kind: "picture", stream })}>
              <Image aria-hidden="true" />
              {imageUrl ? "Another picture…" : "Attach a picture…"}
            </DropdownMenuItem>
            <DropdownMenuItem disabled={!canAttach} onSelect={onAttachVideo}>
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
        {canEdit && videoUrl && (
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
