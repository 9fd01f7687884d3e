import { type ProfileFieldGroup, rate } from "./field.ts";

export const videoRate: ProfileFieldGroup = {
  title: "Video size and quality",
  fields: [
    {
      ...rate,
      name: "video_bitrate",
      label: "Bitrate",
      effect: (value) =>
        value
          ? `About ${megabytes(Number(value))} a minute, picture alone.`
          : "Quality decides; the size is what it is.",
    },
    {
      name: "keyframe_interval",
      label: "Key frame every",
      kind: "integer",
      unit: "frames",
      least: 1,
      most: 10_000,
      effect: (value, { fps }) =>
        value
          ? `Seeking lands at most ${seconds(Number(value) / (Number(fps) || 30))} off${fps ? "" : " at 30 frames a second"}.`
          : "The encoder decides.",
    },
    {
      name: "two_pass",
      label: "Two passes",
      kind: "switch",
      unset: "off",
      effect: (value, { video_bitrate, h264_crf }) =>
        value !== "true"
          ? "The bitrate is spent as the film goes by."
          : video_bitrate && !h264_crf
            ? "The film is looked through first and the bitrate spent where it is needed; takes about twice as long."
            : "Means nothing here: only a bitrate without constant quality has two passes.",
    },
  ],
};

/** kbit/s over a minute, in decimal megabytes. */
function megabytes(kbps: number): string {
  const size = (kbps * 60) / 8 / 1000;
  return `${size.toFixed(size < 9.95 ? 1 : 0)} MB`;
}

const seconds = (value: number) => `${value.toFixed(value < 9.95 ? 1 : 0)} s`;
