import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputAudioTrack,
  type InputVideoTrack,
  Mp4OutputFormat,
  NullTarget,
  Output,
} from "mediabunny";
import { openDemuxed } from "./demux.ts";

/** Where a source can be cut without decoding: seconds, ascending; the last one is its end. */
export interface SegmentPlan {
  readonly boundaries: readonly number[];
}

const segmentSeconds = 4;
/** Four and a half days. An index can claim a length that is not there. */
const mostSegments = 100_000;

/** Cuts at the first key frame at or after every four seconds; sound alone is cut there exactly. */
export async function planSegments(file: string): Promise<SegmentPlan> {
  await using demuxed = await openDemuxed(file);
  const { input } = demuxed;
  const video = await input.getPrimaryVideoTrack();
  const end = await input.computeDuration(undefined, { metadataOnly: true });
  const boundaries = [Math.max(0, await input.getFirstTimestamp())];
  if (end / segmentSeconds > mostSegments) throw new Error("The source claims to be longer than a film is.");
  if (!video) {
    for (let at = (boundaries[0] ?? 0) + segmentSeconds; at < end; at += segmentSeconds) boundaries.push(at);
    return { boundaries: [...boundaries, end] };
  }
  const sink = new EncodedPacketSink(video);
  let key = await sink.getFirstKeyPacket({ metadataOnly: true });
  if (key) boundaries[0] = key.timestamp;
  while (key && boundaries.length <= mostSegments) {
    key = await keyPacketFrom(sink, (boundaries.at(-1) ?? 0) + segmentSeconds);
    if (key) boundaries.push(key.timestamp);
  }
  return { boundaries: [...boundaries, Math.max(end, (boundaries.at(-1) ?? 0) + 0.001)] };
}

/** The first key frame at or after a time. */
async function keyPacketFrom(sink: EncodedPacketSink, seconds: number): Promise<EncodedPacket | null> {
  const before = await sink.getKeyPacket(seconds, { metadataOnly: true });
  if (!before || before.timestamp >= seconds) return before;
  return sink.getNextKeyPacket(before, { metadataOnly: true });
}

/** The playlist over a plan (RFC 8216): fMP4 segments `0.m4s`, `1.m4s`, … after `init.mp4`. */
export function buildPreviewPlaylist(plan: SegmentPlan): string {
  const durations = plan.boundaries.slice(1).map((end, index) => end - (plan.boundaries[index] ?? 0));
  return `${[
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(Math.max(...durations)))}`,
    "#EXT-X-PLAYLIST-TYPE:VOD",
    "#EXT-X-INDEPENDENT-SEGMENTS",
    '#EXT-X-MAP:URI="init.mp4"',
    ...durations.flatMap((seconds, index) => [`#EXTINF:${seconds.toFixed(5)},`, `${index}.m4s`]),
    "#EXT-X-ENDLIST",
  ].join("\n")}\n`;
}

/** The initialisation segment, and the first media segment with it. */
export async function remuxInit(file: string, plan: SegmentPlan): Promise<Uint8Array> {
  return (await remux(file, plan, 0)).init;
}

/** Media segment `index` of the plan. */
export async function remuxSegment(file: string, plan: SegmentPlan, index: number): Promise<Uint8Array> {
  return (await remux(file, plan, index)).media;
}

/** Copies the packets of one segment into fragmented MP4, their times kept: nothing is decoded. */
async function remux(
  file: string,
  plan: SegmentPlan,
  index: number,
): Promise<{ init: Uint8Array; media: Uint8Array }> {
  const [start = 0, end = 0] = plan.boundaries.slice(index, index + 2);
  const isLast = index === plan.boundaries.length - 2;
  await using demuxed = await openDemuxed(file);
  const video = await demuxed.input.getPrimaryVideoTrack();
  const audio = await demuxed.input.getPrimaryAudioTrack();
  const head: Uint8Array[] = [];
  const body: Uint8Array[] = [];
  const output = new Output({
    format: new Mp4OutputFormat({
      fastStart: "fragmented",
      // One fragment a segment.
      minimumFragmentDuration: 3600,
      onFtyp: (bytes) => head.push(bytes.slice()),
      onMoov: (bytes) => head.push(bytes.slice()),
      onMoof: (bytes) => body.push(bytes.slice()),
      onMdat: (bytes) => body.push(bytes.slice()),
    }),
    target: new NullTarget(),
  });
  const copies = [
    video && (await copyVideo(output, video, start, end, isLast)),
    audio && (await copyAudio(output, audio, start, isLast ? Number.POSITIVE_INFINITY : end)),
  ];
  await output.start();
  await Promise.all(copies.map((copy) => copy?.()));
  await output.finalize();
  return { init: Buffer.concat(head), media: Buffer.concat(body) };
}

async function copyVideo(
  output: Output,
  track: InputVideoTrack,
  start: number,
  end: number,
  isLast: boolean,
) {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig) return undefined;
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { rotation: await track.getRotation() });
  const sink = new EncodedPacketSink(track);
  return async () => {
    const first = await sink.getKeyPacket(start + 0.0001);
    const after = isLast
      ? undefined
      : ((await sink.getKeyPacket(end + 0.0001, { metadataOnly: true })) ?? undefined);
    // In decode order from key frame to key frame: every frame belongs to exactly one segment.
    if (first)
      for await (const packet of sink.packets(first, after)) await source.add(packet, { decoderConfig });
    source.close();
  };
}

async function copyAudio(output: Output, track: InputAudioTrack, start: number, end: number) {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig) return undefined;
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  const sink = new EncodedPacketSink(track);
  return async () => {
    const at = await sink.getPacket(start);
    const first: EncodedPacket | null =
      at && at.timestamp < start ? await sink.getNextPacket(at) : (at ?? (await sink.getFirstPacket()));
    if (first) {
      for await (const packet of sink.packets(first)) {
        if (packet.timestamp >= end) break;
        await source.add(packet, { decoderConfig });
      }
    }
    source.close();
  };
}
