/** What a preset makes, in the words of its gallery card. */
export interface PresetCard {
  readonly presetName: string;
  readonly title: string;
  readonly about: string;
  /** Container and codecs: "MP4 · H.264 · AAC". */
  readonly makes: string;
  readonly family: "video" | "stream" | "audio" | "stills";
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

/** The presets that every generation documents and our engine makes, by what they are for. */
export const presetCards: readonly PresetCard[] = [
  {
    presetName: "h264",
    title: "MP4, small",
    about: "Plays everywhere. For previews and slow lines.",
    makes: "MP4 · H.264 · AAC",
    family: "video",
    defaults: frame,
  },
  {
    presetName: "h264.hi",
    title: "MP4, 720p",
    about: "Plays everywhere. What people download.",
    makes: "MP4 · H.264 · AAC",
    family: "video",
    defaults: large,
  },
  {
    presetName: "webm",
    title: "WebM, small",
    about: "Free of patents. For browsers.",
    makes: "WebM · VP8 · Vorbis",
    family: "video",
    defaults: frame,
  },
  {
    presetName: "webm.hi",
    title: "WebM, 720p",
    about: "Free of patents. For browsers.",
    makes: "WebM · VP8 · Vorbis",
    family: "video",
    defaults: large,
  },
  {
    presetName: "ogg",
    title: "Ogg, small",
    about: "For old free players.",
    makes: "Ogg · Theora · Vorbis",
    family: "video",
    defaults: frame,
  },
  {
    presetName: "ogg.hi",
    title: "Ogg, 720p",
    about: "For old free players.",
    makes: "Ogg · Theora · Vorbis",
    family: "video",
    defaults: large,
  },
  {
    presetName: "hls.variant",
    title: "HLS rung",
    about: "One quality of an adaptive stream. Make several, then a playlist over them.",
    makes: "HLS · H.264 · AAC",
    family: "stream",
    defaults: { ...frame, audio_bitrate: 56, segment_time: 6 },
  },
  {
    presetName: "hls.variant.audio",
    title: "HLS sound alone",
    about: "The rung for when even the smallest picture is too much.",
    makes: "HLS · AAC",
    family: "stream",
    defaults: { audio_bitrate: 56, audio_sample_rate: 44_100, segment_time: 6 },
  },
  {
    presetName: "hls.variant.playlist",
    title: "HLS playlist",
    about: "The address that players open. Lists the rungs whose names it matches.",
    makes: "HLS master playlist",
    family: "stream",
    defaults: { variants: "hls.*" },
  },
  {
    presetName: "mp3",
    title: "MP3",
    about: "The sound alone, for podcasts.",
    makes: "MP3",
    family: "audio",
    defaults: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  },
  {
    presetName: "aac",
    title: "AAC",
    about: "The sound alone, smaller than MP3 at the same quality.",
    makes: "M4A · AAC",
    family: "audio",
    defaults: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  },
  {
    presetName: "vorbis",
    title: "Ogg Vorbis",
    about: "The sound alone, free of patents.",
    makes: "OGA · Vorbis",
    family: "audio",
    defaults: { audio_bitrate: 192, audio_sample_rate: 44_100 },
  },
  {
    presetName: "thumbnail",
    title: "Thumbnails",
    about: "Still pictures out of the source, evenly spaced.",
    makes: "JPEG",
    family: "stills",
    defaults: { frame_count: 7 },
  },
];

export function findPresetCard(presetName: string | null | undefined): PresetCard | undefined {
  return presetCards.find((card) => card.presetName === presetName);
}
