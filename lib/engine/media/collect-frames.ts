import { type EncodedPacket, EncodedPacketSink } from "mediabunny";
import type { ByteSource } from "./byte-source.ts";
import { openDemuxed } from "./demux.ts";
import { type CollectedFrames, toMs, writeFrames } from "./frames-matroska.ts";

export interface FrameRequest {
  readonly timesMs: readonly number[];
  /**
   * How far before its time a frame may be. A key frame within it is taken, since it decodes alone; else the frame
   * itself, with what it needs before it. 0 always takes the very frame.
   */
  readonly toleranceMs: number;
  /**
   * When key frames near the times give at least this many different pictures they are enough: each decodes alone,
   * where a frame between two of them costs all those before it. Absent where the times are meant exactly.
   */
  readonly enoughKeyFrames?: number;
  /** Which of the frames is wanted first of all, by its place among them. */
  readonly lead?: number;
}

/** A GOP of more than this is decoded from its key frame only as far as memory allows. */
const mostPackets = 4_000;
const mostBytes = 96 * 1024 * 1024;

/**
 * Takes single frames out of a file without giving the file to ffmpeg: what is decoded does not grow with the
 * length of the video, and ffmpeg never opens what a stranger made. Undefined when the file is not one that the
 * demuxer reads, or its codec does not go into Matroska.
 */
export async function collectFrames(
  source: string | ByteSource,
  request: FrameRequest,
): Promise<CollectedFrames | undefined> {
  await using demuxed = await openDemuxed(source);
  if (!(await demuxed.input.canRead())) return undefined;
  const track = await demuxed.input.getPrimaryVideoTrack();
  const codec = await track?.getCodec();
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !codec || !decoderConfig) return undefined;

  // Times count from the first frame; a transport stream's own clock begins anywhere.
  const origin = Math.max(0, await demuxed.input.getFirstTimestamp());
  const sink = new EncodedPacketSink(track);
  const packets = new Map<number, EncodedPacket>();
  const wanted = new Set<number>();
  let bytes = 0;
  const keep = (packet: EncodedPacket) => {
    if (!packets.has(packet.sequenceNumber)) bytes += packet.byteLength;
    packets.set(packet.sequenceNumber, packet);
  };

  const nearKeys = await findNearKeys(sink, request, origin);
  for (const key of nearKeys) {
    keep(key);
    wanted.add(toMs(key.timestamp));
  }
  for (const timeMs of nearKeys.length > 0 ? [] : request.timesMs) {
    const seconds = origin + timeMs / 1000;
    const key = (await sink.getKeyPacket(seconds)) ?? (await sink.getFirstKeyPacket());
    if (!key) continue;
    keep(key);
    const target = await sink.getPacket(seconds, { metadataOnly: true });
    const isNear = !target || (target.timestamp - key.timestamp) * 1000 <= request.toleranceMs;
    if (isNear || target.sequenceNumber <= key.sequenceNumber) {
      wanted.add(toMs(key.timestamp));
      continue;
    }
    let reached = false;
    for await (const packet of sink.packets(key)) {
      if (packets.size >= mostPackets || bytes >= mostBytes) break;
      keep(packet);
      reached = packet.sequenceNumber >= target.sequenceNumber;
      if (reached) break;
    }
    wanted.add(toMs(reached ? target.timestamp : key.timestamp));
  }
  if (packets.size === 0) return undefined;
  return writeFrames({ codec, decoderConfig }, [...packets.values()], [...wanted], request.lead);
}

/** The key frames nearest to the times, each once; none when they are too few to be worth showing. */
async function findNearKeys(
  sink: EncodedPacketSink,
  { timesMs, enoughKeyFrames }: FrameRequest,
  origin: number,
): Promise<EncodedPacket[]> {
  if (enoughKeyFrames === undefined) return [];
  const found = new Map<number, EncodedPacket>();
  for (const timeMs of timesMs) {
    const seconds = origin + timeMs / 1000;
    const before = (await sink.getKeyPacket(seconds)) ?? (await sink.getFirstKeyPacket());
    if (!before) continue;
    const after = await sink.getNextKeyPacket(before, { metadataOnly: true });
    const isAfterNearer = after !== null && after.timestamp - seconds < seconds - before.timestamp;
    const nearest = isAfterNearer ? await sink.getKeyPacket(after.timestamp) : before;
    if (nearest) found.set(nearest.sequenceNumber, nearest);
  }
  return found.size >= enoughKeyFrames ? [...found.values()] : [];
}
