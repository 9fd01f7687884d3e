import { isBound, isTranscoded, nameStreams } from "#lib/providers/ziggeo/stream-names.ts";
import { type WirePush, type WireStream, type WireVideo, wireStates } from "#lib/providers/ziggeo/wire.ts";
import type { StreamList, StreamView } from "./schema/streams.ts";

const fromSeconds = (seconds: number | null | undefined) => new Date((seconds ?? 0) * 1000).toISOString();

/** A video's streams as its page shows them: in the order they came to be, what was made of one right under it. */
export function toStreamViews({ token, streams, default_stream }: WireVideo): StreamView[] {
  const all = streams ?? [];
  const names = nameStreams(all);
  return underParents(
    all.map((stream) => ({
      ...toStreamView(token, stream),
      name: names.get(stream.token) ?? "",
      isDefault: stream.token === default_stream?.token,
    })),
  );
}

function underParents(views: readonly StreamView[]): StreamView[] {
  const byToken = new Map(views.map((view) => [view.streamToken, view]));
  const parentOf = ({ parentToken }: StreamView) => byToken.get(parentToken ?? "");
  // One level: what was made of something made stays in its own place.
  const homeOf = (view: StreamView) => {
    const parent = parentOf(view);
    return parent && !parentOf(parent) ? parent : undefined;
  };
  return views
    .filter((view) => homeOf(view) === undefined)
    .flatMap((view) => [view, ...views.filter((each) => homeOf(each) === view)]);
}

function toStreamView(videoToken: string, stream: WireStream): Omit<StreamView, "name" | "isDefault"> {
  const state = toState(stream.state);
  const media = `/files/ziggeo/videos/${encodeURIComponent(videoToken)}/streams/${encodeURIComponent(stream.token)}`;
  return {
    streamToken: stream.token,
    isTranscoded: isTranscoded(stream),
    parentToken: stream.parent_stream ?? null,
    isBound: isBound(stream),
    state,
    progressPercent: state === "ready" ? 100 : Math.round(stream.reelyard?.progress ?? 0),
    durationMs: stream.duration == null ? null : Math.round(stream.duration * 1000),
    width: stream.video_width ?? null,
    height: stream.video_height ?? null,
    sizeBytes: stream.video_size || null,
    videoType: stream.video_type ?? null,
    subtitles: toSubtitles(stream),
    error: state === "failed" ? (stream.reelyard?.error ?? "Ziggeo could not process it.") : null,
    createdAt: fromSeconds(stream.created),
    videoUrl: state === "ready" ? `${media}/video` : null,
    imageUrl: stream.has_image ? `${media}/image` : null,
  };
}

function toState(state: number | null | undefined): StreamView["state"] {
  if (state === wireStates.failed) return "failed";
  if (state === wireStates.processing || state === wireStates.verified) return "processing";
  return (state ?? 0) >= wireStates.ready ? "ready" : "draft";
}

function toSubtitles({ subtitles }: WireStream): StreamView["subtitles"] {
  if (!subtitles || Array.isArray(subtitles)) return [];
  return Object.entries(subtitles).map(([lang, { label, data }]) => ({
    lang,
    label: label ?? lang,
    data: data ?? "",
  }));
}

export const toPushView = (push: WirePush): StreamList["pushes"][number] => ({
  token: push.token ?? "",
  streamToken: push.stream_token ?? "",
  title: push.title ?? "",
  state: push.state ?? "",
  error: push.error ?? null,
  location: push.location ?? null,
  createdAt: fromSeconds(push.created),
});
