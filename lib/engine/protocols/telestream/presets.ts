import type { TranscodeSettings } from "../../library/types.ts";
import { presets } from "./preset-table.ts";

/** Wire settings of a profile by their wire names (`telestream.md` §5.4). */
export type ProfileSettings = Readonly<Record<string, string | number | boolean | null>>;

export type Kind = Pick<TranscodeSettings, "kind" | "container" | "videoCodec" | "audioCodec">;

export interface Preset extends Kind {
  readonly presetName: string;
  readonly title: string;
  readonly extname: string;
  readonly settings: ProfileSettings;
}

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
