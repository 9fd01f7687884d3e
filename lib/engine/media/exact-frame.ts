import { type EncodedPacket, EncodedPacketSink, type InputVideoTrack } from "mediabunny";
import type { ByteSource } from "./byte-source.ts";
import { openDemuxed } from "./demux.ts";
import { descriptionBytes } from "./description-bytes.ts";
import { type CollectedFrames, toMs, writeFrames } from "./frames-matroska.ts";

/** H.264 and HEVC hold no picture back for more than sixteen others. */
const longestReorder = 17;
/** A run to a frame that is longer is ffmpeg's own to read: all of it would lie in memory here. */
const mostPackets = 4_000;
const mostBytes = 96 * 1024 * 1024;

/**
 * The packets of one frame: the first that is shown at the time or after it, which is the frame that `ffmpeg -ss`
 * takes; past the end the last one. Undefined when the file is not one that the demuxer reads, or the frame depends
 * on too many others.
 */
export async function collectExactFrame(
  source: string | ByteSource,
  timeMs: number,
): Promise<CollectedFrames | undefined> {
  await using demuxed = await openDemuxed(source);
  if (!(await demuxed.input.canRead())) return undefined;
  const track = await demuxed.input.getPrimaryVideoTrack();
  const codec = await track?.getCodec();
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !codec || !decoderConfig) return undefined;

  const origin = Math.max(0, await demuxed.input.getFirstTimestamp());
  // Half a tick earlier: ffmpeg rounds the time to the track's clock.
  const from = origin + timeMs / 1000 - 0.5 / (await track.getTimeResolution());
  const run = await readRun(track, from);
  if (!run) return undefined;
  const needed = codec === "avc" ? withoutUnreferenced(run, decoderConfig) : run;
  const target = run.at(-1);
  return target && writeFrames({ codec, decoderConfig }, needed, [toMs(target.timestamp)]);
}

/** From the key frame before the wanted frame to that frame, in the order of decoding; it is the last. */
async function readRun(track: InputVideoTrack, from: number): Promise<EncodedPacket[] | undefined> {
  const sink = new EncodedPacketSink(track);
  const tick = 1 / (await track.getTimeResolution());
  const key = (await sink.getKeyPacket(from + tick)) ?? (await sink.getFirstKeyPacket());
  if (!key) return undefined;
  const packets: EncodedPacket[] = [];
  let found: EncodedPacket | undefined;
  let last = key;
  let bytes = 0;
  for await (const packet of sink.packets(key)) {
    packets.push(packet);
    bytes += packet.byteLength;
    if (packets.length > mostPackets || bytes > mostBytes) return undefined;
    if (packet.timestamp > last.timestamp) last = packet;
    if (packet.timestamp >= from && (!found || packet.timestamp < found.timestamp)) found = packet;
    if (found && packet.sequenceNumber - found.sequenceNumber >= longestReorder) break;
    if (found && packets.length - packets.indexOf(found) > longestReorder) break;
  }
  return packets.slice(0, packets.indexOf(found ?? last) + 1);
}

/** Without the frames that no other refers to: decoding them would only take time. The last one stays. */
function withoutUnreferenced(run: EncodedPacket[], { description }: VideoDecoderConfig): EncodedPacket[] {
  if (!description) return run;
  const lengthBytes = ((descriptionBytes(description)[4] ?? 3) & 3) + 1;
  return run.filter((packet, index) => index === run.length - 1 || isReferenced(packet.data, lengthBytes));
}

function isReferenced(data: Uint8Array, lengthBytes: number): boolean {
  for (let at = 0; at + lengthBytes < data.length; ) {
    let length = 0;
    for (let byte = 0; byte < lengthBytes; byte++) length = length * 256 + (data[at + byte] ?? 0);
    const header = data[at + lengthBytes] ?? 0;
    const isSlice = (header & 0x1f) >= 1 && (header & 0x1f) <= 5;
    if (isSlice && (header & 0x60) !== 0) return true;
    at += lengthBytes + length;
  }
  return false;
}
