import type { MediaFacts, TranscodeSettings } from "../../library/types.ts";
import { fitPicture, toFilters } from "../picture-size.ts";
import { notAllowed, type Word } from "./command-words.ts";

export interface CommandContext {
  readonly facts: MediaFacts;
  readonly settings: TranscodeSettings;
  readonly renditionId: string;
}

/** What the words become before they are checked: files stay names of their own. */
export const inputName = "$input_file$";
export const outputName = "$output_file$";

/**
 * Puts the profile's settings in the place of `$variables$` (`telestream.md` §5.4). Most become whole options or
 * nothing; sizes and the id may stand inside a word. Throws `CommandError` for a variable that there is not.
 */
export function expandWords(words: readonly Word[], context: CommandContext): string[] {
  return words.flatMap(({ text }, index): string[] => {
    // The vendor's samples leave the last sign of `$output_file$` away.
    if (text === "$input_file$" || text === "$input$" || text === "$input_file") return [inputName];
    if (text === "$output_file$" || text === "$output_file") return [outputName];
    const whole = /^\$([a-z0-9_]+)\$$/.exec(text)?.[1];
    if (whole === "filters" || whole === "resolution_and_padding") {
      const graph = toFilters(fitOf(context)).join(",");
      const isValue = /^-(vf|filter:v)$/.test(words[index - 1]?.text ?? "");
      return isValue ? [graph] : ["-vf", graph];
    }
    if (whole !== undefined && Object.hasOwn(options, whole)) return options[whole]?.(context) ?? [];
    return [text.replace(/\$([a-z0-9_]+)\$/g, (variable, name: string) => scalar(variable, name, context))];
  });
}

function scalar(variable: string, name: string, { facts, settings, renditionId }: CommandContext): string {
  switch (name) {
    case "width":
      return String(settings.width ?? facts.width ?? 640);
    case "height":
      return String(settings.height ?? facts.height ?? 360);
    case "record_id":
      return renditionId;
    default:
      throw notAllowed(variable, "is not a variable that commands have");
  }
}

const fitOf = ({ facts, settings }: CommandContext) =>
  fitPicture({ width: facts.width ?? 640, height: facts.height ?? 360 }, settings);

const kilobits = (option: string, value: number | null | undefined) => (value ? [option, `${value}k`] : []);
const plain = (option: string, value: string | number | null | undefined) =>
  value ? [option, String(value)] : [];
const least = (...values: (number | null)[]) => {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? Math.min(...known) : null;
};

const options: Readonly<Record<string, (context: CommandContext) => string[]>> = {
  audio_sample_rate: ({ settings }) => plain("-ar", settings.audioSampleRate),
  audio_channels: ({ settings }) => plain("-ac", settings.audioChannels),
  audio_bitrate: ({ settings }) => kilobits("-b:a", settings.audioBitrateKbps),
  max_audio_bitrate: ({ settings, facts }) =>
    kilobits("-b:a", least(settings.audioBitrateKbps, facts.audioBitrateKbps)),
  video_bitrate: ({ settings }) => kilobits("-b:v", settings.videoBitrateKbps),
  max_video_bitrate: ({ settings, facts }) =>
    kilobits("-b:v", least(settings.videoBitrateKbps, facts.videoBitrateKbps)),
  video_quality: ({ settings }) =>
    settings.crf === null ? kilobits("-b:v", settings.videoBitrateKbps) : ["-crf", String(settings.crf)],
  fps: ({ settings }) => plain("-r", settings.framesPerSecond),
  keyframes: ({ settings }) => plain("-g", settings.keyframeIntervalFrames),
  h264_profile: ({ settings }) => plain("-profile:v", settings.h264Profile),
  h264_level: ({ settings }) => plain("-level", settings.h264Level),
  clip: ({ settings }) => [
    ...(settings.clipStartMs ? ["-ss", (settings.clipStartMs / 1000).toFixed(3)] : []),
    ...(settings.clipLengthMs ? ["-t", (settings.clipLengthMs / 1000).toFixed(3)] : []),
  ],
};
