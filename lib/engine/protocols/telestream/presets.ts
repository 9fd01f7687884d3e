import type { TranscodeSettings } from "../../library/types.ts";

/** Wire settings of a profile by their wire names (`telestream.md` §5.4). */
export type ProfileSettings = Readonly<Record<string, string | number | boolean | null>>;

type Kind = Pick<TranscodeSettings, "kind" | "container" | "videoCodec" | "audioCodec">;

export interface Preset extends Kind {
  readonly presetName: string;
  readonly title: string;
  readonly extname: string;
  readonly settings: ProfileSettings;
}

const picture = {
  width: 640,
  height: 480,
  video_bitrate: 500,
  audio_bitrate: 128,
  audio_sample_rate: 44_100,
  fps: null,
  keyframe_interval: 250,
  upscale: true,
  aspect_mode: "letterbox",
  two_pass: "false",
  frame_count: 7,
} satisfies ProfileSettings;
const large = { ...picture, width: 1280, height: 720, video_bitrate: 1000 } satisfies ProfileSettings;
const sound = { audio_bitrate: 192, audio_sample_rate: 44_100 } satisfies ProfileSettings;

const mp4: Kind = { kind: "video", container: "mp4", videoCodec: "h264", audioCodec: "aac" };
const webm: Kind = { kind: "video", container: "webm", videoCodec: "vp8", audioCodec: "vorbis" };
const ogg: Kind = { kind: "video", container: "ogg", videoCodec: "theora", audioCodec: "vorbis" };

/** The vendor's presets that the engine makes, with the vendor's defaults. */
export const presets: readonly Preset[] = [
  { ...mp4, presetName: "h264", title: "H264 (MP4)", extname: ".mp4", settings: picture },
  { ...mp4, presetName: "h264.hi", title: "H264 Hi (MP4)", extname: ".mp4", settings: large },
  { ...webm, presetName: "webm", title: "WebM (VP8)", extname: ".webm", settings: picture },
  { ...webm, presetName: "webm.hi", title: "WebM Hi (VP8)", extname: ".webm", settings: large },
  { ...ogg, presetName: "ogg", title: "OGG (Theora)", extname: ".ogg", settings: picture },
  { ...ogg, presetName: "ogg.hi", title: "OGG Hi (Theora)", extname: ".ogg", settings: large },
  {
    presetName: "hls.variant",
    title: "HLS variant",
    extname: ".m3u8",
    kind: "hls-variant",
    container: "hls",
    videoCodec: "h264",
    audioCodec: "aac",
    settings: { ...picture, audio_bitrate: 56, segment_time: 6 },
  },
  {
    presetName: "hls.variant.audio",
    title: "HLS variant (audio)",
    extname: ".m3u8",
    kind: "hls-variant",
    container: "hls",
    videoCodec: null,
    audioCodec: "aac",
    settings: { audio_bitrate: 56, audio_sample_rate: 44_100, segment_time: 6 },
  },
  {
    presetName: "hls.variant.playlist",
    title: "HLS playlist",
    extname: ".m3u8",
    kind: "hls-master",
    container: "hls",
    videoCodec: null,
    audioCodec: null,
    settings: { variants: "hls.*" },
  },
  {
    presetName: "mp3",
    title: "MP3",
    extname: ".mp3",
    kind: "audio",
    container: "mp3",
    videoCodec: null,
    audioCodec: "mp3",
    settings: sound,
  },
  {
    presetName: "aac",
    title: "AAC (MP4)",
    extname: ".mp4",
    kind: "audio",
    container: "m4a",
    videoCodec: null,
    audioCodec: "aac",
    settings: sound,
  },
  {
    presetName: "vorbis",
    title: "Vorbis (OGA)",
    extname: ".oga",
    kind: "audio",
    container: "oga",
    videoCodec: null,
    audioCodec: "vorbis",
    settings: sound,
  },
  {
    presetName: "thumbnail",
    title: "Thumbnails",
    extname: ".jpg",
    kind: "stills",
    container: "jpg",
    videoCodec: null,
    audioCodec: null,
    settings: { width: null, height: null, frame_count: 7 },
  },
];

/** An advanced profile: what a `command` makes, read from its settings where its variables are. */
export const commandPreset: Preset = {
  presetName: "",
  title: "Command",
  extname: ".mp4",
  kind: "command",
  container: "other",
  videoCodec: "h264",
  audioCodec: "aac",
  settings: {},
};

export function findPreset(presetName: string): Preset | undefined {
  return presets.find((preset) => preset.presetName === presetName);
}

/** Fit into the box and never enlarge: a library holds pictures of every shape, and bars are for televisions. */
const fitted = { aspect_mode: "constrain", upscale: false } satisfies ProfileSettings;

/** What the factory of a fresh engine makes. The playlist's name must not match its own variants. */
export const defaultProfiles: readonly { name: string; presetName: string; settings: ProfileSettings }[] = [
  { name: "h264", presetName: "h264", settings: fitted },
  { name: "h264.hi", presetName: "h264.hi", settings: { ...fitted, video_bitrate: 2500 } },
  { name: "webm", presetName: "webm", settings: fitted },
  {
    name: "hls.240p",
    presetName: "hls.variant",
    settings: { ...fitted, width: 426, height: 240, video_bitrate: 300 },
  },
  {
    name: "hls.480p",
    presetName: "hls.variant",
    settings: { ...fitted, width: 854, height: 480, video_bitrate: 1000, audio_bitrate: 96 },
  },
  {
    name: "hls.720p",
    presetName: "hls.variant",
    settings: { ...fitted, width: 1280, height: 720, video_bitrate: 2500, audio_bitrate: 128 },
  },
  { name: "hls", presetName: "hls.variant.playlist", settings: { variants: "hls.*" } },
];
