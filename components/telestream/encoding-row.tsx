"use client";

import { RotateCcw, X } from "lucide-react";
import { memo, useState } from "react";
import { renditionState } from "#components/library/rendition-state.ts";
import { Age } from "#components/ui/age.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/class-names.ts";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { StatusMark, toStatusKind } from "#components/ui/status-mark.tsx";
import type { BoardEncoding } from "#lib/features/telestream/schema/encoding.ts";
import { changeLater } from "./change-later.ts";

export interface EncodingRowProps {
  connectionId: string;
  encoding: BoardEncoding;
  canEdit: boolean;
  isSelected: boolean;
  showsFactory: boolean;
  onSelect(encodingId: string, isRange: boolean): void;
  onOpen(encodingId: string): void;
}

/** One encoding: what it is of, how far it is or why it failed, and the one thing to do about it. */
export const EncodingRow = memo(function EncodingRow({
  connectionId,
  encoding,
  canEdit,
  isSelected,
  showsFactory,
  onSelect,
  onOpen,
}: EncodingRowProps) {
  const { encodingId, assetTitle, profileName, status, progressPercent, factoryName } = encoding;
  const isOver = status === "ready" || status === "cancelled" || status === "failed";
  return (
    <li
      data-encoding={encodingId}
      className={cn(
        "group relative flex min-h-12 items-center gap-3 border-b py-1.5 ps-1 text-sm [contain-intrinsic-size:auto_3rem] [content-visibility:auto] hover:bg-gray-2",
        isSelected && "bg-selected-soft hover:bg-selected-soft",
      )}
    >
      {canEdit && (
        <Checkbox
          checked={isSelected}
          aria-label={`Select ${profileName} of ${assetTitle}`}
          className="relative z-10"
          onClick={(event) => onSelect(encodingId, event.shiftKey)}
        />
      )}
      <span className="relative block aspect-video w-14 shrink-0 overflow-hidden rounded-md bg-gray-3 max-sm:hidden">
        {encoding.posterUrl && (
          <img
            src={encoding.posterUrl}
            alt=""
            loading="lazy"
            decoding="async"
            className="absolute inset-0 size-full object-cover"
          />
        )}
      </span>
      <span className="min-w-0 flex-1 md:w-64 md:flex-none lg:w-80">
        <button
          type="button"
          data-open=""
          onClick={() => onOpen(encodingId)}
          className="block max-w-full text-start outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-selected"
        >
          <span className="clip-line block font-medium">{assetTitle}</span>
          <span className="sr-only">, {profileName}, details</span>
        </button>
        <span className="clip-line block text-xs text-muted-foreground">
          <span className="font-mono text-soft-foreground">{profileName}</span>
          {showsFactory && factoryName && ` · ${factoryName}`}
        </span>
        <State encoding={encoding} className="mt-0.5 md:hidden" />
      </span>
      <span className="flex min-w-0 flex-1 items-center gap-3 max-md:hidden">
        <State encoding={encoding} className="min-w-0" />
        {status === "encoding" && (
          <ProgressBar
            percent={progressPercent}
            label={`${profileName} of ${assetTitle}`}
            className="max-w-72 flex-1"
          />
        )}
      </span>
      {isOver && (
        <span className="shrink-0 text-xs text-muted-foreground max-sm:hidden">
          <Age since={encoding.updatedAt} />
        </span>
      )}
      <span className="relative z-10 size-7 shrink-0">
        {canEdit && <RowAction connectionId={connectionId} encoding={encoding} />}
      </span>
    </li>
  );
});

function State({ encoding, className }: { encoding: BoardEncoding; className: string }) {
  const { status } = encoding;
  return (
    <span className={cn("flex items-center gap-1.5", className)}>
      <StatusMark status={toStatusKind(status)} percent={encoding.progressPercent} />
      <span
        className={cn(
          "clip-line min-w-0 tabular",
          status === "failed" ? "text-failed-text" : "text-soft-foreground",
        )}
      >
        {renditionState(encoding)}
      </span>
    </span>
  );
}

/** The change that fits where an encoding stands. */
export function changeFor(status: BoardEncoding["status"]): "retry" | "cancel" | undefined {
  if (status === "queued" || status === "encoding") return "cancel";
  return status === "failed" || status === "cancelled" ? "retry" : undefined;
}

function RowAction({ connectionId, encoding }: { connectionId: string; encoding: BoardEncoding }) {
  const [isPending, setPending] = useState(false);
  const change = changeFor(encoding.status);
  if (!change) return null;
  const label = `${change === "retry" ? "Retry" : "Cancel"} ${encoding.profileName} of ${encoding.assetTitle}`;
  const run = async () => {
    setPending(true);
    await changeLater(connectionId, [encoding.encodingId], change);
    setPending(false);
  };
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      pending={isPending}
      onClick={() => void run()}
    >
      {!isPending && (change === "retry" ? <RotateCcw aria-hidden="true" /> : <X aria-hidden="true" />)}
    </Button>
  );
}
