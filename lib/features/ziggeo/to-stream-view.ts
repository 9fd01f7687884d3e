import type { WirePush, WireStream } from "#lib/providers/ziggeo/wire.ts";
import { wireStates } from "#lib/providers/ziggeo/wire.ts";
import type { StreamList, StreamView } from "./schema/streams.ts";

const transcoded = 1;
const fromSeconds = (seconds: number | null | undefined) => new Date((seconds ?? 0) * 1000).toISOString();

/** A stream as its page shows it. The service does not say whether a stream is bound: one with a state beyond empty is. */
export function toStreamView(
  videoToken: string,
  stream: WireStream,
  defaultToken: string | undefined,
): StreamView {
  const state = toState(stream.state);
  const isTranscoded = stream.creation_type === transcoded;
  const isBound = stream.reelyard?.bound ?? state !== "draft";
  const media = `/files/ziggeo/videos/${encodeURIComponent(videoToken)}/streams/${encodeURIComponent(stream.token)}`;
  return {
    streamToken: stream.token,
    name: stream.key || (isBound ? toName(stream, isTranscoded) : "Draft"),
    isTranscoded,
    parentToken: stream.parent_stream ?? null,
    isDefault: stream.token === defaultToken,
    isBound,
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

/** Streams of one name are told apart by a number: a video may have several originals. */
export function numberNames(streams: readonly StreamView[]): StreamView[] {
  const seen = new Map<string, number>();
  return streams.map((stream) => {
    const place = (seen.get(stream.name) ?? 0) + 1;
    seen.set(stream.name, place);
    return place === 1 ? stream : { ...stream, name: `${stream.name} ${place}` };
  });
}

function toName(stream: WireStream, isTranscoded: boolean): string {
  if (!isTranscoded) return "Original";
  return stream.video_height ? `Transcoded ${stream.video_height}p` : "Transcoded";
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
