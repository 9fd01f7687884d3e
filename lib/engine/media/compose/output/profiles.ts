import type { FrameRate, FrameSize } from "../scene/scene.ts";

/** What a profile of `video.create` makes: https://developer.stupeflix.com documentation, "Profiles". */
export interface Profile {
  /** Square pixels, as the film is drawn. */
  readonly frame: FrameSize;
  /** Pixels in the file, where they are not square. */
  readonly stored: FrameSize | null;
  readonly rate: FrameRate;
  readonly video: {
    readonly encoder: "libx264" | "mpeg4" | "flv" | "wmv1" | "wmv2" | "mpeg2video" | "ffv1";
    readonly kbps: number;
  };
  readonly audio: {
    readonly encoder: "aac" | "libmp3lame" | "wmav1" | "mp2" | "pcm_s16le";
    readonly kbps: number;
    readonly sampleRate: number;
  };
  readonly container: "mp4" | "flv" | "asf" | "dvd" | "matroska";
  readonly extension: string;
}

const film: FrameRate = { frames: 25, seconds: 1 };
const ntsc: FrameRate = { frames: 30_000, seconds: 1001 };

const size = (width: number, height: number): FrameSize => ({ width, height });
const base = { stored: null, rate: film } as const;

const mp4 = (frame: FrameSize, video: number, audio: number): Profile => ({
  ...base,
  frame,
  video: { encoder: "libx264", kbps: video },
  audio: { encoder: "aac", kbps: audio, sampleRate: 44_100 },
  container: "mp4",
  extension: "mp4",
});

const flash = (frame: FrameSize, video: number, audio: number): Profile => ({
  ...mp4(frame, video, audio),
  video: { encoder: "flv", kbps: video },
  audio: { encoder: "libmp3lame", kbps: audio, sampleRate: 44_100 },
  container: "flv",
  extension: "flv",
});

const mobile = (frame: FrameSize, frames: number, video: number, audio: number): Profile => ({
  ...mp4(frame, video, audio),
  rate: { frames, seconds: 1 },
  video: { encoder: "mpeg4", kbps: video },
});

const windows = (encoder: "wmv1" | "wmv2"): Profile => ({
  ...mp4(size(640, 480), 1024, 128),
  video: { encoder, kbps: 1024 },
  audio: { encoder: "wmav1", kbps: 128, sampleRate: 44_100 },
  container: "asf",
  extension: "wmv",
});

/** `stored` lines are 576 or 480, or half of them; the picture is drawn in square pixels of its true shape. */
const dvd = (rate: FrameRate, stored: FrameSize, shape: number): Profile => ({
  frame: size(Math.round((stored.height * shape) / 2) * 2, stored.height),
  stored,
  rate,
  video: { encoder: "mpeg2video", kbps: stored.width > 400 ? 6000 : 2000 },
  audio: { encoder: "mp2", kbps: 192, sampleRate: 48_000 },
  container: "dvd",
  extension: "mpg",
});

export const profiles = {
  "240p": mp4(size(426, 240), 400, 64),
  "360p": mp4(size(640, 360), 1024, 128),
  "480p": mp4(size(854, 480), 1200, 128),
  "720p": mp4(size(1280, 720), 1500, 256),
  "1080p": mp4(size(1920, 1080), 4000, 256),
  iphone: mp4(size(480, 320), 700, 96),
  youtube: mp4(size(640, 360), 1024, 128),
  quicktime: mp4(size(640, 480), 1024, 128),
  "quicktime-small": mp4(size(320, 240), 256, 64),
  "flash-small": flash(size(320, 240), 192, 64),
  "iphone-flv": flash(size(480, 320), 1024, 96),
  "youtube-flv": flash(size(640, 360), 1700, 128),
  flash: flash(size(640, 480), 512, 96),
  "flash-hq": flash(size(640, 480), 1200, 128),
  "mobile-small": mobile(size(176, 144), 15, 92, 32),
  mobile: mobile(size(320, 240), 25, 256, 32),
  wmv1: windows("wmv1"),
  wmv2: windows("wmv2"),
  "dvd-ntsc-4-3": dvd(ntsc, size(720, 480), 4 / 3),
  "dvd-ntsc-16-9": dvd(ntsc, size(720, 480), 16 / 9),
  "dvd-ntsc-4-3-h": dvd(ntsc, size(352, 240), 4 / 3),
  "dvd-ntsc-16-9-h": dvd(ntsc, size(352, 240), 16 / 9),
  "dvd-pal-4-3": dvd(film, size(720, 576), 4 / 3),
  "dvd-pal-16-9": dvd(film, size(720, 576), 16 / 9),
  "dvd-pal-4-3-h": dvd(film, size(352, 288), 4 / 3),
  "dvd-pal-16-9-h": dvd(film, size(352, 288), 16 / 9),
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];

const previewLines = 180;

/** The same film, small and quick to make: what one looks at while the export goes on. */
export function previewOf({ frame, rate }: Profile): Profile {
  const lines = Math.min(previewLines, frame.height);
  const width = Math.round((frame.width * lines) / frame.height / 2) * 2;
  return { ...mp4(size(width, lines), 300, 64), rate };
}
