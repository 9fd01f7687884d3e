import { EncodedPacketSink } from "mediabunny";
import { openDemuxed } from "./demux.ts";

const mostKeyframes = 200_000;

/**
 * When a film's key frames are, in milliseconds from its first frame on, ascending, from its index alone. Undefined
 * for a file that has none to read.
 */
export async function listKeyframes(file: string): Promise<number[] | undefined> {
  await using demuxed = await openDemuxed(file);
  if (!(await demuxed.input.canRead())) return undefined;
  const track = await demuxed.input.getPrimaryVideoTrack();
  if (!track) return undefined;
  const origin = await demuxed.input.getFirstTimestamp();
  const sink = new EncodedPacketSink(track);
  const found: number[] = [];
  let packet = await sink.getFirstKeyPacket({ metadataOnly: true });
  while (packet && found.length <= mostKeyframes) {
    found.push(Math.round((packet.timestamp - origin) * 1000));
    packet = await sink.getNextKeyPacket(packet, { metadataOnly: true });
  }
  return packet ? undefined : found;
}
