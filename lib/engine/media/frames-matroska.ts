import {
  BufferTarget,
  type EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
  type VideoCodec,
} from "mediabunny";
import { avcWithoutDelay } from "./avc-without-delay.ts";
import { descriptionBytes } from "./description-bytes.ts";

/** Only the packets that the wanted frames need, as a small Matroska file, and when those frames are in it. */
export interface CollectedFrames {
  readonly matroska: Uint8Array;
  /** One for each frame that was found, ascending; fewer than asked for where two times have the same frame. */
  readonly timestampsMs: readonly number[];
  /** When the frame comes that was asked for before all others: once more, at an instant of its own. */
  readonly leadMs?: number;
  /** That frame is whole within so many bytes of `matroska`. */
  readonly leadBytes?: number;
}

/** The frames begin this much later when one of them comes before them. */
const leadRoomMs = 1_000;
/** More than what comes before the first frame: the track's description with its codec's parameters. */
const headBytes = 64 * 1024;

/**
 * Packets of one track, in any order, and the instants (`toMs`) of those that are wanted. With a `lead`, the wanted
 * frame of that index is first of all there a second time, when each decodes alone: the others need not be decoded
 * before it.
 */
export async function writeFrames(
  track: { codec: VideoCodec; decoderConfig: VideoDecoderConfig },
  packets: readonly EncodedPacket[],
  wantedMs: readonly number[],
  lead?: number,
): Promise<CollectedFrames | undefined> {
  const ordered = [...packets].sort((a, b) => a.sequenceNumber - b.sequenceNumber);
  const wanted = [...wantedMs].sort((a, b) => a - b);
  const areAlone = ordered.every(({ type }) => type === "key");
  const leadMs = lead === undefined || !areAlone ? undefined : wanted[Math.min(lead, wanted.length - 1)];
  const first = ordered.find(({ timestamp }) => toMs(timestamp) === leadMs);
  const firstMs = Math.min(...ordered.map((packet) => toMs(packet.timestamp)));
  const originMs = first ? firstMs - leadRoomMs : firstMs;

  const decoderConfig = areAlone ? withoutDelay(track) : track.decoderConfig;
  const target = new BufferTarget();
  const output = new Output({ format: new MkvOutputFormat({ appendOnly: true }), target });
  const source = new EncodedVideoPacketSource(track.codec);
  output.addVideoTrack(source);
  await output.start();
  if (first) await source.add(first.clone({ timestamp: 0 }), { decoderConfig });
  for (const packet of ordered) {
    // Matroska counts milliseconds: rounded here, a frame's time is known exactly on the other side.
    const timestamp = (toMs(packet.timestamp) - originMs) / 1000;
    await source.add(packet.clone({ timestamp }), { decoderConfig });
  }
  await output.finalize();
  if (!target.buffer) return undefined;
  return {
    matroska: new Uint8Array(target.buffer),
    timestampsMs: wanted.map((time) => time - originMs),
    ...(first && { leadMs: 0, leadBytes: headBytes + first.byteLength }),
  };
}

function withoutDelay(track: { codec: VideoCodec; decoderConfig: VideoDecoderConfig }): VideoDecoderConfig {
  const { codec, decoderConfig } = track;
  const { description } = decoderConfig;
  if (codec !== "avc" || !description) return decoderConfig;
  const changed = avcWithoutDelay(descriptionBytes(description));
  return changed ? { ...decoderConfig, description: changed } : decoderConfig;
}

export const toMs = (seconds: number) => Math.round(seconds * 1000);
