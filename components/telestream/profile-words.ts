import { findPresetMakes } from "#lib/features/telestream/schema/preset-makes.ts";
import type { ProfileSummary } from "#lib/features/telestream/schema/profile.ts";

/** What a profile makes, in one line: "MP4 · H.264 · AAC". */
export function makesInWords({ presetName, command, extname }: ProfileSummary): string {
  if (command) return `own command${extname ? ` · ${extname}` : ""}`;
  return findPresetMakes(presetName ?? "") ?? presetName ?? "–";
}

/** "1280 × 720, 2,500 kbit/s"; what is left to the source or the service is left out. */
export function sizeInWords({ settings }: ProfileSummary): string {
  const { width, height, video_bitrate, audio_bitrate, variants, frame_count, h264_crf } = settings;
  const number = (text: string) => Number(text).toLocaleString("en");
  return [
    width && height ? `${width} × ${height}` : (width ?? height),
    h264_crf ? `quality ${h264_crf}` : video_bitrate && `${number(video_bitrate)} kbit/s`,
    !video_bitrate && audio_bitrate && `${number(audio_bitrate)} kbit/s`,
    variants,
    !video_bitrate && frame_count && `${frame_count} pictures`,
  ]
    .filter(Boolean)
    .join(", ");
}
