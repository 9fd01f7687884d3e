import { presetMakes } from "./preset-makes.ts";

/** What a preset makes, in the words of its gallery card. */
export interface PresetCard {
  readonly presetName: string;
  readonly title: string;
  readonly about: string;
  /** Container and codecs: "MP4 · H.264 · AAC". */
  readonly makes: string;
  readonly family: "video" | "stream" | "broadcast" | "audio" | "stills";
  /** The vendor's defaults of the guided settings (`telestream.md` §5.4). */
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
}

const frame = {
  width: 640,
  height: 480,
  aspect_mode: "letterbox",
  upscale: true,
  video_bitrate: 500,
  keyframe_interval: 250,
  audio_bitrate: 128,
  audio_sample_rate: 44_100,
};
const large = { ...frame, width: 1280, height: 720, video_bitrate: 1000 };
const broadcast = {
  ...frame,
  video_bitrate: 4_000,
  audio_bitrate: 192,
  audio_sample_rate: 48_000,
  keyframe_interval: 15,
};

/** The presets that every generation documents and our engine makes, by what they are for. */
export const presetCards: readonly PresetCard[] = [
  {
    presetName: "h264",
    title: "MP4, small",
    about: "Plays everywhere. For previews and slow lines.",
    makes: presetMakes.h264,
    family: "video",
    defaults: frame,
  },
  {
    presetName: "h264.hi",
    title: "MP4, 720p",
    about: "Plays everywhere. What people download.",
    makes: presetMakes["h264.hi"],
    family: "video",
    defaults: large,
  },
  {
    presetName: "h264.baseline",
    title: "MP4, baseline",
    about: "For very old phones and players.",
    makes: presetMakes["h264.baseline"],
    family: "video",
    defaults: { ...frame, h264_profile: "baseline", h264_level: "3.0" },
  },
  {
    presetName: "iphone_and_ipad",
    title: "iPhone and iPad",
    about: "What every iPhone and iPad plays, the oldest too.",
    makes: presetMakes.iphone_and_ipad,
    family: "video",
    defaults: { ...frame, h264_profile: "main", h264_level: "3.1" },
  },
  {
    presetName: "h265",
    title: "MP4, H.265",
    about: "About half of H.264 at the same quality. Slower to make, and not every browser plays it.",
    makes: presetMakes.h265,
    family: "video",
    defaults: frame,
  },
  {
    presetName: "h265.4K",
    title: "MP4, H.265, 4K",
    about: "For large screens. Takes many times as long as 720p.",
    makes: presetMakes["h265.4K"],
    family: "video",
    defaults: { ...frame, width: 3840, height: 2160, video_bitrate: 12_000 },
  },
  {
    presetName: "webm",
    title: "WebM, small",
    about: "Free of patents. For browsers.",
    makes: presetMakes.webm,
    family: "video",
    defaults: frame,
  },
  {
    presetName: "webm.hi",
    title: "WebM, 720p",
    about: "Free of patents. For browsers.",
    makes: presetMakes["webm.hi"],
    family: "video",
    defaults: large,
  },
  {
    presetName: "webm.vp8",
    title: "WebM, VP8",
    about: "WebM, small, by the name of its codec.",
    makes: presetMakes["webm.vp8"],
    family: "video",
    defaults: frame,
  },
  {
    presetName: "webm.vp9",
    title: "WebM, VP9",
    about: "A third smaller than VP8 at the same quality. Slower to make.",
    makes: presetMakes["webm.vp9"],
    family: "video",
    defaults: { ...frame, audio_sample_rate: 48_000 },
  },
  {
    presetName: "ogg",
    title: "Ogg, small",
    about: "For old free players.",
    makes: presetMakes.ogg,
    family: "video",
    defaults: frame,
  },
  {
    presetName: "ogg.hi",
    title: "Ogg, 720p",
    about: "For old free players.",
    makes: presetMakes["ogg.hi"],
    family: "video",
    defaults: large,
  },
  {
    presetName: "hls.variant",
    title: "HLS rung",
    about: "One quality of an adaptive stream. Make several, then a playlist over them.",
    makes: presetMakes["hls.variant"],
    family: "stream",
    defaults: { ...frame, audio_bitrate: 56, segment_time: 6 },
  },
  {
    presetName: "hls.variant.audio",
    title: "HLS sound alone",
    about: "The rung for when even the smallest picture is too much.",
    makes: presetMakes["hls.variant.audio"],
    family: "stream",
    defaults: { audio_bitrate: 56, audio_sample_rate: 44_100, segment_time: 6 },
  },
  {
    presetName: "hls.variant.playlist",
    title: "HLS playlist",
    about: "The address that players open. Lists the rungs whose names it matches.",
    makes: presetMakes["hls.variant.playlist"],
    family: "stream",
    defaults: { variants: "hls.*" },
  },
  {
    presetName: "hss",
    title: "Smooth Streaming",
    about: "Four rates in one archive, whole, half, a quarter and an eighth, for servers that speak it.",
    makes: presetMakes.hss,
    family: "stream",
    defaults: { ...frame, segment_time: 2 },
  },
  {
    presetName: "mpegts.h264",
    title: "Transport stream, H.264",
    about: "For television networks and boxes that take files in pieces.",
    makes: presetMakes["mpegts.h264"],
    family: "broadcast",
    defaults: frame,
  },
  {
    presetName: "mpegts.mpeg2",
    title: "Transport stream, MPEG-2",
    about: "For older television networks.",
    makes: presetMakes["mpegts.mpeg2"],
    family: "broadcast",
    defaults: broadcast,
  },
  {
    presetName: "mpeg2",
    title: "MPEG-2",
    about: "For DVD players and old editing programs.",
    makes: presetMakes.mpeg2,
    family: "broadcast",
    defaults: broadcast,
  },
  {
    presetName: "mpegps",
    title: "MPEG-2 program stream",
    about: "MPEG-2 by the name of its container.",
    makes: presetMakes.mpegps,
    family: "broadcast",
    defaults: broadcast,
  },
  {
    presetName: "prores422",
    title: "ProRes 422",
    about: "For editing: almost without loss, and large. Keeps the source's size.",
    makes: presetMakes.prores422,
    family: "broadcast",
    defaults: {
      ...{ aspect_mode: "letterbox", upscale: true },
      ...{ prores_format: "standard", audio_sample_rate: 48_000 },
    },
  },
  {
    presetName: "mp3",
    title: "MP3",
    about: "The sound alone, for podcasts.",
    makes: presetMakes.mp3,
    family: "audio",
    defaults: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  },
  {
    presetName: "aac",
    title: "AAC",
    about: "The sound alone, smaller than MP3 at the same quality.",
    makes: presetMakes.aac,
    family: "audio",
    defaults: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  },
  {
    presetName: "m4a",
    title: "M4A",
    about: "The same as AAC, named as music players expect it.",
    makes: presetMakes.m4a,
    family: "audio",
    defaults: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  },
  {
    presetName: "vorbis",
    title: "Ogg Vorbis",
    about: "The sound alone, free of patents.",
    makes: presetMakes.vorbis,
    family: "audio",
    defaults: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  },
  {
    presetName: "oga",
    title: "OGA",
    about: "Ogg Vorbis by the name of its file.",
    makes: presetMakes.oga,
    family: "audio",
    defaults: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  },
  {
    presetName: "thumbnail",
    title: "Thumbnails",
    about: "Still pictures out of the source, evenly spaced.",
    makes: presetMakes.thumbnail,
    family: "stills",
    defaults: { frame_count: 7 },
  },
  {
    presetName: "jpeg",
    title: "JPEG pictures",
    about: "Thumbnails by the name of their format.",
    makes: presetMakes.jpeg,
    family: "stills",
    defaults: { frame_count: 7 },
  },
  {
    presetName: "png",
    title: "PNG pictures",
    about: "Still pictures without loss: for titles and drawings. Large.",
    makes: presetMakes.png,
    family: "stills",
    defaults: { frame_count: 7 },
  },
  {
    presetName: "quick_one_thumbnail",
    title: "One thumbnail",
    about: "One still picture, from the middle.",
    makes: presetMakes.quick_one_thumbnail,
    family: "stills",
    defaults: { frame_count: 1 },
  },
];

export function findPresetCard(presetName: string | null | undefined): PresetCard | undefined {
  return presetCards.find((card) => card.presetName === presetName);
}
