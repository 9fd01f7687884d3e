import type { Kind, Preset, ProfileSettings } from "./presets.ts";

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
/** H.265 carries 4K in what H.264 takes for 1080p. */
const ultra = { ...picture, width: 3840, height: 2160, video_bitrate: 12_000 } satisfies ProfileSettings;
/** MPEG-2 needs several times H.264's rate, and tuners a key frame every half second. */
const broadcast = {
  ...picture,
  video_bitrate: 4_000,
  audio_bitrate: 192,
  audio_sample_rate: 48_000,
  keyframe_interval: 15,
} satisfies ProfileSettings;
const sound = { audio_bitrate: 192, audio_sample_rate: 44_100 } satisfies ProfileSettings;
const still = { width: null, height: null, frame_count: 7 } satisfies ProfileSettings;

const mp4: Kind = { kind: "video", container: "mp4", videoCodec: "h264", audioCodec: "aac" };
const hevc: Kind = { ...mp4, videoCodec: "h265" };
const webm: Kind = { kind: "video", container: "webm", videoCodec: "vp8", audioCodec: "vorbis" };
const ogg: Kind = { kind: "video", container: "ogg", videoCodec: "theora", audioCodec: "vorbis" };
const mpeg2: Kind = { kind: "video", container: "mpg", videoCodec: "mpeg2", audioCodec: "mp2" };
const audio = { kind: "audio", videoCodec: null } as const;
const jpeg: Kind = { kind: "stills", container: "jpg", videoCodec: null, audioCodec: null };

/** What `profile` and `level` make of the vendor's presets that are named for their players. */
const baseline = { ...picture, h264_profile: "baseline", h264_level: "3.0" } satisfies ProfileSettings;
const apple = { ...picture, h264_profile: "main", h264_level: "3.1" } satisfies ProfileSettings;

/** The vendor's presets that the engine makes, with the vendor's defaults where it tells them. */
export const presets: readonly Preset[] = [
  { ...mp4, presetName: "h264", title: "H264 (MP4)", extname: ".mp4", settings: picture },
  { ...mp4, presetName: "h264.hi", title: "H264 Hi (MP4)", extname: ".mp4", settings: large },
  {
    ...mp4,
    presetName: "h264.baseline",
    title: "H264 Baseline (MP4)",
    extname: ".mp4",
    settings: baseline,
  },
  { ...mp4, presetName: "iphone_and_ipad", title: "iPhone & iPad (MP4)", extname: ".mp4", settings: apple },
  { ...hevc, presetName: "h265", title: "H265 (MP4)", extname: ".mp4", settings: picture },
  { ...hevc, presetName: "h265.4K", title: "H265 4K (MP4)", extname: ".mp4", settings: ultra },
  { ...webm, presetName: "webm", title: "WebM (VP8)", extname: ".webm", settings: picture },
  { ...webm, presetName: "webm.hi", title: "WebM Hi (VP8)", extname: ".webm", settings: large },
  { ...webm, presetName: "webm.vp8", title: "WebM (VP8)", extname: ".webm", settings: picture },
  {
    ...webm,
    presetName: "webm.vp9",
    title: "WebM (VP9)",
    extname: ".webm",
    videoCodec: "vp9",
    audioCodec: "opus",
    settings: { ...picture, audio_sample_rate: 48_000 },
  },
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
    presetName: "hss",
    title: "Smooth Streaming (tar)",
    extname: ".tar",
    kind: "smooth",
    container: "tar",
    videoCodec: "h264",
    audioCodec: "aac",
    settings: { ...picture, segment_time: 2 },
  },
  {
    ...mp4,
    presetName: "mpegts.h264",
    title: "H264 (MPEG-TS)",
    extname: ".ts",
    container: "ts",
    settings: picture,
  },
  {
    ...mpeg2,
    presetName: "mpegts.mpeg2",
    title: "MPEG-2 (MPEG-TS)",
    extname: ".ts",
    container: "ts",
    settings: broadcast,
  },
  { ...mpeg2, presetName: "mpeg2", title: "MPEG-2 (MPG)", extname: ".mpg", settings: broadcast },
  { ...mpeg2, presetName: "mpegps", title: "MPEG-2 program stream", extname: ".mpg", settings: broadcast },
  {
    presetName: "prores422",
    title: "ProRes 422 (MOV)",
    extname: ".mov",
    kind: "video",
    container: "mov",
    videoCodec: "prores",
    audioCodec: "pcm_s16le",
    settings: {
      ...{ width: null, height: null, fps: null, upscale: true, aspect_mode: "letterbox" },
      ...{ prores_format: "standard", audio_sample_rate: 48_000 },
    },
  },
  {
    ...audio,
    presetName: "mp3",
    title: "MP3",
    extname: ".mp3",
    container: "mp3",
    audioCodec: "mp3",
    settings: sound,
  },
  {
    ...audio,
    presetName: "aac",
    title: "AAC (MP4)",
    extname: ".mp4",
    container: "m4a",
    audioCodec: "aac",
    settings: sound,
  },
  {
    ...audio,
    presetName: "m4a",
    title: "AAC (M4A)",
    extname: ".m4a",
    container: "m4a",
    audioCodec: "aac",
    settings: sound,
  },
  {
    ...audio,
    presetName: "vorbis",
    title: "Vorbis (OGA)",
    extname: ".oga",
    container: "oga",
    audioCodec: "vorbis",
    settings: sound,
  },
  {
    ...audio,
    presetName: "oga",
    title: "Vorbis (OGA)",
    extname: ".oga",
    container: "oga",
    audioCodec: "vorbis",
    settings: sound,
  },
  { ...jpeg, presetName: "thumbnail", title: "Thumbnails", extname: ".jpg", settings: still },
  { ...jpeg, presetName: "jpeg", title: "Pictures (JPEG)", extname: ".jpg", settings: still },
  { ...jpeg, presetName: "png", title: "Pictures (PNG)", extname: ".png", settings: still },
  {
    ...jpeg,
    presetName: "quick_one_thumbnail",
    title: "One thumbnail",
    extname: ".jpg",
    settings: { ...still, frame_count: 1 },
  },
];
