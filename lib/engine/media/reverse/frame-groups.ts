import { EncodedPacketSink } from "mediabunny";
import { openDemuxed } from "../demux.ts";

/** Frames that are shown from one key frame to the next: what has to be decoded together. */
export interface FrameGroup {
  /** Seconds from the file's start. */
  readonly start: number;
  readonly frames: number;
}

export interface FrameGroups {
  readonly groups: readonly FrameGroup[];
  readonly frameCount: number;
  /** Seconds from the first frame's begin to the last one's end. */
  readonly seconds: number;
}

/**
 * A video's groups of frames, from its index alone. Undefined where the demuxer does not read the file: who wants to
 * know makes one that it reads.
 */
export async function listFrameGroups(file: string): Promise<FrameGroups | undefined> {
  try {
    await using demuxed = await openDemuxed(file);
    if (!(await demuxed.input.canRead())) return undefined;
    const track = await demuxed.input.getPrimaryVideoTrack();
    if (!track) return undefined;
    const origin = Math.max(0, await demuxed.input.getFirstTimestamp());
    const shown: number[] = [];
    const keys: number[] = [];
    let end = 0;
    for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, {
      metadataOnly: true,
    })) {
      shown.push(packet.timestamp);
      if (packet.type === "key") keys.push(packet.timestamp);
      end = Math.max(end, packet.timestamp + packet.duration);
    }
    return toGroups(shown, keys, { origin, end });
  } catch {
    // Files that begin like a known format and are not: ffmpeg may still read them.
    return undefined;
  }
}

/** Frames in the order of their packets, which is not the order they are shown in. */
export function toGroups(
  shown: readonly number[],
  keys: readonly number[],
  { origin, end }: { readonly origin: number; readonly end: number },
): FrameGroups | undefined {
  const starts = [...new Set(keys)].sort((a, b) => a - b);
  const [first] = starts;
  if (first === undefined) return undefined;
  // What is shown before the first key frame cannot be decoded.
  const times = shown.filter((time) => time >= first).sort((a, b) => a - b);
  const counts = new Array<number>(starts.length).fill(0);
  let group = 0;
  for (const time of times) {
    while ((starts[group + 1] ?? Number.POSITIVE_INFINITY) <= time) group += 1;
    counts[group] = (counts[group] ?? 0) + 1;
  }
  const groups = starts.map((start, index) => ({ start: start - origin, frames: counts[index] ?? 0 }));
  return { groups, frameCount: times.length, seconds: Math.max(0, end - first) };
}
