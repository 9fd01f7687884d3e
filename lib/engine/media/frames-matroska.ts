import {
  BufferTarget,
  type EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
  type VideoCodec,
} from "mediabunny";

/** Only the packets that the wanted frames need, as a small Matroska file, and when those frames are in it. */
export interface CollectedFrames {
  readonly matroska: Uint8Array;
  /** One for each frame that was found, ascending; fewer than asked for where two times have the same frame. */
  readonly timestampsMs: readonly number[];
}

/** Packets of one track, in any order, and the instants (`toMs`) of those that are wanted. */
export async function writeFrames(
  track: { codec: VideoCodec; decoderConfig: VideoDecoderConfig },
  packets: readonly EncodedPacket[],
  wantedMs: readonly number[],
): Promise<CollectedFrames | undefined> {
  const ordered = [...packets].sort((a, b) => a.sequenceNumber - b.sequenceNumber);
  const originMs = Math.min(...ordered.map((packet) => toMs(packet.timestamp)));
  const target = new BufferTarget();
  const output = new Output({ format: new MkvOutputFormat({ appendOnly: true }), target });
  const source = new EncodedVideoPacketSource(track.codec);
  output.addVideoTrack(source);
  await output.start();
  for (const packet of ordered) {
    // Matroska counts milliseconds: rounded here, a frame's time is known exactly on the other side.
    const timestamp = (toMs(packet.timestamp) - originMs) / 1000;
    await source.add(packet.clone({ timestamp }), { decoderConfig: track.decoderConfig });
  }
  await output.finalize();
  if (!target.buffer) return undefined;
  return {
    matroska: new Uint8Array(target.buffer),
    timestampsMs: wantedMs.map((time) => time - originMs).sort((a, b) => a - b),
  };
}

export const toMs = (seconds: number) => Math.round(seconds * 1000);
