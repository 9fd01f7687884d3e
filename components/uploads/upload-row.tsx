"use client";

import { cn } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { type StatusKind, StatusMark } from "#components/ui/status-mark.tsx";
import { isUnfinished } from "#lib/features/uploads/client/phases.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";
import { PartsBar } from "./parts-bar.tsx";
import { UploadActions } from "./upload-actions.tsx";
import { UploadPoster } from "./upload-poster.tsx";
import { asideInWords, phaseInWords } from "./upload-words.ts";

export interface UploadRowProps {
  view: UploadView;
  /** Its parts as a bar that shows each, while they are sent. */
  showsParts?: boolean;
}

/** One file: its picture, its name, how far it is, what happens now, what can be done. */
export function UploadRow({ view, showsParts = false }: UploadRowProps) {
  const { phase, file, facts, assetId, destination } = view;
  const mark = markOf(view);
  // A sentence is read to its end, and what else there is to say waits.
  const isSpeaking =
    phase === "failed" || phase === "paused" || (phase === "sending" && view.trouble !== null);
  const aside = isSpeaking ? "" : asideInWords(view) || destination.connectionName;
  return (
    <li className="flex items-center gap-3 px-3 py-3">
      <UploadPoster poster={view.poster} isAudio={facts?.type === "audio"} />
      <div className="grid min-w-0 flex-1 gap-1.5">
        {assetId ? (
          <Link
            href={`/assets/${assetId}`}
            className="clip-line font-medium underline-offset-4 hover:underline"
            title={file.name}
          >
            {file.name}
          </Link>
        ) : (
          <p className="clip-line font-medium" title={file.name}>
            {file.name}
          </p>
        )}
        {showsParts && isUnfinished(phase) ? <PartsBar view={view} /> : <UploadBar view={view} />}
        <div className="flex min-w-0 items-start justify-between gap-3 text-xs text-soft-foreground tabular">
          <p
            className={cn(
              "flex min-w-0 items-start gap-1.5",
              phase === "failed" && "text-failed-text",
              phase === "sending" && view.trouble && "text-degraded-text",
            )}
          >
            {mark && <StatusMark status={mark} className="mt-px" />}
            <span className={isSpeaking ? "text-pretty" : "clip-line"}>{phaseInWords(view)}</span>
          </p>
          <p className="shrink-0 text-muted-foreground">{aside}</p>
        </div>
      </div>
      <UploadActions view={view} />
    </li>
  );
}

function UploadBar({ view }: { view: UploadView }) {
  const { phase, file, progress } = view;
  const label = `${file.name}: ${phase}`;
  if (phase === "encoding" || phase === "accepted") {
    return <ProgressBar percent={phase === "accepted" ? null : (progress?.percent ?? 0)} label={label} />;
  }
  if (phase === "ready" || phase === "cancelled" || phase === "failed") return null;
  const percent = (view.sentBytes / Math.max(1, file.sizeBytes)) * 100;
  return <ProgressBar percent={percent} parts={view.segments} label={label} />;
}

function markOf({ phase, trouble }: UploadView): StatusKind | null {
  if (phase === "ready") return "ready";
  if (phase === "failed") return "failed";
  if (phase === "cancelled") return "off";
  return phase === "sending" && trouble ? "degraded" : null;
}
