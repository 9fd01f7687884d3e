import { countOf, formatBytes, formatDuration, formatRemaining } from "#lib/client/format.ts";
import {
  formatBytesOf,
  formatCodec,
  formatDimensions,
  formatOrdinal,
  formatSpeed,
} from "#lib/client/format-media.ts";
import { isUnfinished, isWatched } from "#lib/features/uploads/client/phases.ts";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";
import type { FileFacts } from "#lib/features/uploads/schema.ts";

/** "0:48, 1920 × 1080, HEVC"; empty when nothing is known. */
export function factsInWords(facts: FileFacts | null): string {
  if (!facts) return "";
  const codec = facts.videoCodec ?? facts.audioCodec;
  return [
    facts.durationMs === null ? null : formatDuration(facts.durationMs),
    formatDimensions(facts.width, facts.height),
    codec && formatCodec(codec),
  ]
    .filter((fact) => fact !== null && fact !== "")
    .join(", ");
}

/** The line under a file: what happens to it now. */
export function phaseInWords(view: UploadView): string {
  const facts = factsInWords(view.facts);
  const { sizeBytes } = view.file;
  switch (view.phase) {
    case "checking":
      return "Reading the file…";
    case "waiting":
      return ["Waiting", facts].filter(Boolean).join(" · ");
    case "sending":
      if (view.trouble) return view.trouble;
      return [
        formatBytesOf(view.sentBytes, sizeBytes),
        view.partCount === null ? null : countOf(view.partCount, "part"),
      ]
        .filter(Boolean)
        .join(" · ");
    case "paused":
      return pausedInWords(view);
    case "accepted":
      return view.trouble ?? "Sent. The provider is reading it…";
    case "encoding":
      return encodingInWords(view);
    case "ready":
      return ["Ready", facts].filter(Boolean).join(" · ");
    case "failed":
      return view.failure?.message ?? "Failed.";
    case "cancelled":
      return "Cancelled";
  }
}

function pausedInWords({ pausedBecause, sentBytes, file }: UploadView): string {
  switch (pausedBecause) {
    case "file-needed":
      return `Interrupted at ${formatBytesOf(sentBytes, file.sizeBytes)}. Choose the file again to continue.`;
    case "permission-needed":
      return `Interrupted at ${formatBytesOf(sentBytes, file.sizeBytes)}. Continue lets this page read the file again.`;
    case "other-tab":
      return "Another tab is sending this file.";
    default:
      return `Paused at ${formatBytesOf(sentBytes, file.sizeBytes)}`;
  }
}

function encodingInWords({ progress }: UploadView): string {
  if (!progress?.renditionName) return "Waiting for the encoder…";
  if (progress.queuePosition !== null) {
    return `Queued for ${progress.renditionName}, ${formatOrdinal(progress.queuePosition)} in line`;
  }
  const place =
    progress.renditionCount > 1
      ? `, ${formatOrdinal(Math.min(progress.doneCount + 1, progress.renditionCount))} of ${progress.renditionCount}`
      : "";
  return `Encoding ${progress.renditionName}${place}`;
}

/** The short fact at the end of that line. */
export function asideInWords(view: UploadView): string {
  switch (view.phase) {
    case "sending":
      return view.remainingMs === null ? "" : `${formatRemaining(view.remainingMs)} left`;
    case "encoding":
      return view.progress?.remainingMs == null
        ? `${Math.round(view.progress?.percent ?? 0)} %`
        : `${Math.round(view.progress.percent)} % · ${formatRemaining(view.progress.remainingMs)}`;
    case "checking":
    case "waiting":
    case "ready":
      return formatBytes(view.file.sizeBytes);
    default:
      return "";
  }
}

export interface DockSummary {
  readonly title: string;
  /** "86 MB/s · 41 s left" while bytes move. */
  readonly pace: string;
}

/** The dock's own line, over all files. */
export function dockInWords(views: readonly UploadView[]): DockSummary {
  const unfinished = views.filter(({ phase }) => isUnfinished(phase));
  const moving = unfinished.filter(({ phase }) => phase !== "paused");
  const sending = views.filter(({ phase }) => phase === "sending");
  const speed = sending.reduce((sum, { bytesPerSecond }) => sum + (bytesPerSecond ?? 0), 0);
  const left = moving.reduce((sum, { file, sentBytes }) => sum + file.sizeBytes - sentBytes, 0);
  const pace = speed > 0 ? `${formatSpeed(speed)} · ${formatRemaining((left / speed) * 1000)} left` : "";
  if (moving.length > 0) {
    const place = views.length - unfinished.length + 1;
    return { title: views.length > 1 ? `Uploading ${place} of ${views.length}` : "Uploading", pace };
  }
  if (unfinished.length > 0) return { title: `${countOf(unfinished.length, "upload")} paused`, pace: "" };
  const failed = views.filter(({ phase }) => phase === "failed").length;
  if (views.some(({ phase }) => isWatched(phase))) return { title: "Sent, being encoded", pace: "" };
  if (failed > 0) return { title: `${countOf(failed, "upload")} failed`, pace: "" };
  return { title: `${countOf(views.length, "upload")} done`, pace: "" };
}
