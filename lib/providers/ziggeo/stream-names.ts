import { type WireStream, wireStates } from "./wire.ts";

const transcoded = 1;

export const isTranscoded = (stream: WireStream) => stream.creation_type === transcoded;

/** Closed and submitted. The service does not say: a stream with a state beyond empty is. */
export const isBound = (stream: WireStream) =>
  stream.reelyard?.bound ?? (stream.state ?? 0) > wireStates.empty;

/** By token, what people call each: its key, or what it is. Those of one name are told apart by a number. */
export function nameStreams(streams: readonly WireStream[]): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    streams.map((stream) => {
      const name = nameOf(stream);
      const place = (seen.get(name) ?? 0) + 1;
      seen.set(name, place);
      return [stream.token, place === 1 ? name : `${name} ${place}`];
    }),
  );
}

function nameOf(stream: WireStream): string {
  if (stream.key) return stream.key;
  if (!isBound(stream)) return "New stream";
  if (!isTranscoded(stream)) return "Original";
  return stream.video_height ? `Transcoded ${stream.video_height}p` : "Transcoded";
}
