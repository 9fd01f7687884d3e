import type { Stream } from "../../db/schema/ziggeo-stream.ts";
import type { Video } from "../../db/schema/ziggeo-video.ts";

export type VideoEvent = "video_ready" | "video_failed" | "video_streams_ready";

export interface VideoDecision {
  /** Undefined when everything is as it was. */
  readonly changes: Pick<Video, "state" | "defaultStream" | "originalStream" | "error"> | undefined;
  readonly events: readonly VideoEvent[];
}

/**
 * What a video is, from its streams alone: the newest one made for players is its default, its state is that of what
 * can be played. A stream that is still made keeps a playable video playable.
 * @param streams oldest first
 */
export function decideVideo(before: Video, streams: readonly Stream[]): VideoDecision {
  const newest = [...streams].reverse();
  const made = newest.find((stream) => stream.origin === "transcode" && stream.state === "ready");
  const uploads = newest.filter((stream) => stream.origin !== "transcode");
  const isPending = streams.some((stream) => stream.state === "processing");
  const playable = made ?? uploads.find((stream) => stream.state === "ready");
  const failed = newest.find((stream) => stream.state === "failed");

  const state = toState({ made, isPending, failed, playable });
  const original =
    uploads.find((stream) => stream.token === made?.parentToken) ??
    uploads.find((stream) => stream.isBound) ??
    uploads[0];
  const shown = made ?? playable ?? uploads.find((stream) => stream.isBound) ?? uploads[0];
  const next = {
    state,
    defaultStream: shown?.token ?? null,
    originalStream: original?.token ?? null,
    error: state === "failed" ? (failed?.error ?? before.error) : null,
  };
  const isSame =
    next.state === before.state &&
    next.defaultStream === before.defaultStream &&
    next.originalStream === before.originalStream &&
    next.error === before.error;
  const events: VideoEvent[] = [];
  if (state === "ready" && before.state !== "ready") events.push("video_ready");
  if (state === "failed" && before.state !== "failed") events.push("video_failed");
  // The default changes only when a stream has just become ready or was removed.
  if (made && made.token !== before.defaultStream && !isPending) events.push("video_streams_ready");
  return { changes: isSame ? undefined : next, events };
}

function toState(facts: {
  made: Stream | undefined;
  isPending: boolean;
  failed: Stream | undefined;
  playable: Stream | undefined;
}): Video["state"] {
  if (facts.made) return "ready";
  if (facts.isPending) return "processing";
  if (facts.failed) return "failed";
  return facts.playable ? "ready" : "empty";
}
