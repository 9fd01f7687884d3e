import type { MediaFacts } from "../../library/types.ts";
import { buildCommandRuns, CommandError } from "../../media/command/build-command.ts";
import { inputRules } from "../../media/input-rules.ts";
import { expandOutput } from "../../media/smooth/smooth-outputs.ts";
import { buildRuns, type Encoders, TranscodeError } from "../../media/transcode-args.ts";
import { commandPreset, findPreset, type Preset, type ProfileSettings } from "./presets.ts";
import { toTranscodeSettings } from "./profile-settings.ts";

/** What most people upload: a profile's command differs from one source to another. */
const sample: MediaFacts = {
  mimeType: "video/mp4",
  formatName: "mp4",
  durationMs: 60_000,
  width: 1920,
  height: 1080,
  rotation: 0,
  framesPerSecond: 30,
  videoCodec: "h264",
  audioCodec: "aac",
  videoBitrateKbps: 4_000,
  audioBitrateKbps: 128,
  audioChannels: 2,
  audioSampleRate: 48_000,
  sizeBytes: 31_000_000,
  pixelFormat: "yuv420p",
};

interface ProfileSketch {
  readonly presetName?: string | undefined;
  readonly command?: string | undefined;
  readonly extname?: string | undefined;
  readonly settings: ProfileSettings;
}

/** The argument lists that a profile comes to, the input's rules left out, or why it comes to none. */
export function describeCommands(
  profile: ProfileSketch,
  encoders: Encoders,
): { commands: string[][]; fault: string | null } {
  const preset = findPreset(profile.presetName ?? "") ?? commandPreset;
  try {
    return { commands: toRuns(preset, profile, encoders).map(toReadable), fault: null };
  } catch (error) {
    if (error instanceof CommandError || error instanceof TranscodeError) {
      return { commands: [], fault: error.message };
    }
    throw error;
  }
}

/** Why a command cannot run; undefined when it can. */
export function findCommandFault(command: string, settings: ProfileSettings): string | undefined {
  const { fault } = describeCommands({ command, settings }, new Set());
  return fault ?? undefined;
}

function toRuns(preset: Preset, profile: ProfileSketch, encoders: Encoders): string[][] {
  const defaults = { ...preset.settings, ...profile.settings };
  const settings = toTranscodeSettings(
    preset,
    profile.extname ? { ...defaults, extname: profile.extname } : defaults,
  );
  const output = `output${profile.extname ?? preset.extname}`;
  if (profile.command !== undefined) {
    const context = { facts: sample, settings, renditionId: "0".repeat(32) };
    return buildCommandRuns(profile.command, context, { source: "input", output });
  }
  // Stills and master playlists are made by the engine itself.
  if (settings.kind === "stills" || settings.kind === "hls-master") return [];
  const watermark = settings.watermark && { watermark: { file: "watermark.png", format: "png" as const } };
  const outputs = expandOutput({ settings, file: output, ...watermark }, sample);
  return buildRuns({ file: "input", facts: sample }, outputs, encoders);
}

/** Without what every input of the engine has, so that what differs is seen. */
function toReadable(args: readonly string[]): string[] {
  const rules = inputRules.join("\0");
  const joined = args.join("\0").replaceAll(`${rules}\0`, "");
  return ["ffmpeg", ...joined.split("\0").map((word) => word.replace(/^file:/, ""))];
}
