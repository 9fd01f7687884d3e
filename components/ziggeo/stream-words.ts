import type { StatusKind } from "#components/ui/status-mark.tsx";
import { formatBytes, formatDuration } from "#lib/client/format.ts";
import { formatDimensions } from "#lib/client/format-media.ts";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";

export const streamMarks: Readonly<Record<StreamView["state"], StatusKind>> = {
  draft: "draft",
  processing: "working",
  failed: "failed",
  ready: "ready",
};

/** What it is: dimensions, length, size. */
export function streamFacts(stream: StreamView): string[] {
  return [
    formatDimensions(stream.width, stream.height),
    stream.durationMs === null ? null : formatDuration(stream.durationMs),
    stream.sizeBytes === null ? null : formatBytes(stream.sizeBytes),
  ].filter((fact) => fact !== null);
}

/** How far it is, in words: of a draft, what it waits for. */
export function streamState({ state, isBound, progressPercent, imageUrl }: StreamView): string {
  if (state === "ready") return "Ready";
  if (state === "failed") return "Failed";
  if (state === "processing") return progressPercent > 0 ? `Processing, ${progressPercent} %` : "Processing";
  if (isBound) return "Empty";
  return imageUrl ? "Not bound: waits for its video" : "Not bound: waits for its picture and video";
}
