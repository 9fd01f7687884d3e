import type { EngineAsset } from "../../library/types.ts";

/** A flat, exif-style object in snake case with units as text (`telestream.md` §5.2); what is unknown is left out. */
export function toMetadata(asset: EngineAsset): Record<string, string | number> {
  const { facts } = asset;
  if (!facts) return {};
  const entries: readonly (readonly [string, string | number | null])[] = [
    ["image_width", facts.width],
    ["image_height", facts.height],
    ["rotation", facts.rotation],
    ["compressor_id", facts.videoCodec],
    ["video_frame_rate", facts.framesPerSecond],
    ["audio_format", facts.audioCodec],
    ["audio_channels", facts.audioChannels],
    ["audio_sample_rate", facts.audioSampleRate],
    ["duration", facts.durationMs === null ? null : `${(facts.durationMs / 1000).toFixed(2)} s`],
    ["mime_type", facts.mimeType],
    ["file_size", `${Math.round(facts.sizeBytes / 1024)} kB`],
  ];
  return Object.fromEntries(entries.filter((entry): entry is [string, string | number] => entry[1] !== null));
}
