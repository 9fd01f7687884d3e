import {
  ADTS,
  FLAC,
  type Input,
  type InputAudioTrack,
  type InputFormat,
  type InputVideoTrack,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from "mediabunny";
import type { MediaFacts } from "../library/types.ts";
import type { ByteSource } from "./byte-source.ts";
import { type Demuxed, openDemuxed } from "./demux.ts";

const formatNames = new Map<InputFormat, string>([
  [MP4, "mp4"],
  [QTFF, "mov"],
  [MATROSKA, "matroska"],
  [WEBM, "webm"],
  [WAVE, "wav"],
  [OGG, "ogg"],
  [FLAC, "flac"],
  [MP3, "mp3"],
  [ADTS, "adts"],
  [MPEG_TS, "mpegts"],
]);

/** Facts need not read the whole file: frame rate and sound bitrate are taken from this many packets. */
const sampledPackets = 120;

/**
 * Reads a file's facts with the TypeScript demuxer, some milliseconds and no process. Undefined when it is not a
 * format of its, or has no track that it knows: ffprobe's turn.
 */
export async function probeDemuxed(source: string | ByteSource): Promise<MediaFacts | undefined> {
  await using demuxed = await openDemuxed(source, { isBeginning: true });
  const { input, sizeBytes } = demuxed;
  if (!(await input.canRead())) return undefined;
  const formatName = formatNames.get(await input.getFormat());
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const [videoCodec, audioCodec] = [(await video?.getCodec()) ?? null, (await audio?.getCodec()) ?? null];
  // A track whose codec the demuxer has no name for may still be one that ffmpeg decodes (MPEG-4 part 2, …).
  if (!formatName || (video && !videoCodec) || (audio && !audioCodec) || (!video && !audio)) return undefined;
  // Of Ogg the demuxer knows the sound alone, and would call a Theora film a piece of music.
  if (formatName === "ogg" && (await hasTheora(demuxed))) return undefined;

  // Of a transport stream it leaves out what it has no name for: MPEG-2 pictures, AC-3 sound.
  if (formatName === "mpegts" && (!video || !audio)) return undefined;

  const durationMs = toWhole((await durationOf(input)) * 1000);
  const sound = audio ? await soundFacts(audio) : undefined;
  const picture = video ? await pictureFacts(video) : undefined;
  const totalKbps = durationMs ? (sizeBytes * 8) / durationMs : null;
  return {
    mimeType: await mimeTypeOf(formatName, video !== null, () => input.getMimeType()),
    formatName,
    durationMs,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    rotation: picture?.rotation ?? 0,
    framesPerSecond: picture?.framesPerSecond ?? null,
    videoCodec: videoCodec === "avc" ? "h264" : videoCodec,
    audioCodec: audioCodec && toFfmpegName(audioCodec),
    videoBitrateKbps:
      picture && totalKbps ? toWhole(Math.max(0, totalKbps - (sound?.bitrateKbps ?? 0))) : null,
    audioBitrateKbps: sound
      ? (sound.bitrateKbps ?? (picture ? null : toWhole(totalKbps ?? Number.NaN)))
      : null,
    audioChannels: sound?.channels ?? null,
    audioSampleRate: sound?.sampleRate ?? null,
    sizeBytes,
    pixelFormat: picture?.pixelFormat ?? null,
  };
}

/** As the file says, else from its first to its last packet: a transport stream begins at any time. */
async function durationOf(input: Input): Promise<number> {
  const declared = await input.getDurationFromMetadata();
  if (declared !== null) return declared;
  const end = await input.computeDuration(undefined, { metadataOnly: true });
  return end - Math.max(0, await input.getFirstTimestamp());
}

/** `pcm-s16` → `pcm_s16le`; the other names are the same. */
function toFfmpegName(codec: string): string {
  if (!codec.startsWith("pcm-")) return codec;
  const name = codec.replace("-", "_");
  return /(8|be|le)$/.test(name) ? name : `${name}le`;
}

async function pictureFacts(track: InputVideoTrack) {
  const rate = (await track.computePacketStats(sampledPackets, { metadataOnly: true })).averagePacketRate;
  return {
    width: toWhole(await track.getDisplayWidth()),
    height: toWhole(await track.getDisplayHeight()),
    rotation: await track.getRotation(),
    framesPerSecond: Number.isFinite(rate) && rate > 0 ? Math.round(rate * 1000) / 1000 : null,
    pixelFormat: pixelFormatOf(await track.getCodecParameterString()),
  };
}

async function soundFacts(track: InputAudioTrack) {
  const stats = await track.computePacketStats(sampledPackets, { metadataOnly: true });
  return {
    channels: await track.getNumberOfChannels(),
    sampleRate: await track.getSampleRate(),
    bitrateKbps: toWhole(stats.averageBitrate / 1000),
  };
}

/** What an H.264 profile says of its samples (ITU-T H.264 Annex A); other codecs do not say it in their name. */
function pixelFormatOf(codecString: string | null): string | null {
  const profile = /^avc[13]\.([0-9a-f]{2})/i.exec(codecString ?? "")?.[1]?.toLowerCase();
  if (profile === undefined) return null;
  const formats: Readonly<Record<string, string>> = {
    "42": "yuv420p",
    "4d": "yuv420p",
    "58": "yuv420p",
    "64": "yuv420p",
    "6e": "yuv420p10le",
    "7a": "yuv422p10le",
    f4: "yuv444p",
  };
  return formats[profile] ?? null;
}

async function mimeTypeOf(
  formatName: string,
  hasVideo: boolean,
  full: () => Promise<string>,
): Promise<string> {
  const known: Readonly<Record<string, string>> = {
    mp4: hasVideo ? "video/mp4" : "audio/mp4",
    mov: "video/quicktime",
    matroska: hasVideo ? "video/x-matroska" : "audio/x-matroska",
    webm: hasVideo ? "video/webm" : "audio/webm",
    mpegts: "video/mp2t",
  };
  return known[formatName] ?? (await full()).split(";")[0]?.trim() ?? "application/octet-stream";
}

function toWhole(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value) : null;
}

/** The first page of each of an Ogg file's streams stands at its beginning, and says what the stream is. */
async function hasTheora({ source, sizeBytes }: Demuxed): Promise<boolean> {
  const head = Buffer.from(await source.read(0, Math.min(sizeBytes, 4_096)));
  return head.includes("\x80theora", 0, "latin1");
}
