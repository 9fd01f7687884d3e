import type { ProfileFieldGroup } from "./field.ts";

const levels = ["3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "5.0", "5.1", "5.2"].map((value) => ({
  value,
  label: value,
}));

/** The largest that a level holds, as people know it. */
const levelWords: Readonly<Record<string, string>> = {
  "3.0": "480p at 30 frames a second",
  "3.1": "720p at 30 frames a second",
  "3.2": "720p at 60 frames a second",
  "4.0": "1080p at 30 frames a second",
  "4.1": "1080p at 30 frames a second, at higher rates",
  "4.2": "1080p at 60 frames a second",
  "5.0": "1440p at 60 frames a second",
  "5.1": "2160p at 30 frames a second",
  "5.2": "2160p at 60 frames a second",
};

const tuneWords: Readonly<Record<string, string>> = {
  film: "Keeps what a camera saw sharp.",
  animation: "For drawings: flat areas get small, edges stay clean.",
  grain: "Keeps the grain of old film; larger.",
  fastdecode: "Easier to play on weak machines; larger.",
  zerolatency: "Each frame leaves at once; larger.",
  psnr: "For measurements by PSNR. Looks worse than it measures.",
  ssim: "For measurements by SSIM. Looks worse than it measures.",
};

export const h264: ProfileFieldGroup = {
  title: "H.264",
  fields: [
    {
      name: "h264_crf",
      label: "Constant quality",
      kind: "integer",
      least: 0,
      most: 51,
      placeholder: "off",
      effect: (value, { video_bitrate }) =>
        value === ""
          ? "Off: the bitrate decides."
          : `${Number(value) <= 18 ? "Hardly told from the source." : Number(value) <= 25 ? "Good." : "Small, and visibly so."} ${video_bitrate ? "The bitrate becomes the most it may use." : ""}`.trim(),
    },
    {
      name: "h264_profile",
      label: "Profile",
      kind: "choice",
      options: [
        { value: "baseline", label: "Baseline" },
        { value: "main", label: "Main" },
        { value: "high", label: "High" },
      ],
      effect: (value) =>
        value === "baseline"
          ? "For very old phones; larger at the same quality."
          : value === "main"
            ? "For old set-top boxes."
            : "What everything made since 2010 plays.",
    },
    {
      name: "h264_level",
      label: "Level",
      kind: "choice",
      options: levels,
      effect: (value) =>
        value === ""
          ? "What the size and the rate need."
          : `Players built for level ${value} take it: ${levelWords[value] ?? "larger than most take"}. A frame that is larger is still encoded.`,
    },
    {
      name: "h264_tune",
      label: "Tuned for",
      kind: "choice",
      options: [
        { value: "film", label: "Film" },
        { value: "animation", label: "Animation" },
        { value: "grain", label: "Grain" },
        { value: "fastdecode", label: "Slow players" },
        { value: "zerolatency", label: "Live" },
        { value: "psnr", label: "Measuring, PSNR" },
        { value: "ssim", label: "Measuring, SSIM" },
      ],
      effect: (value) => tuneWords[value] ?? "For pictures of any kind.",
    },
    {
      name: "codec_preset",
      label: "Effort",
      kind: "choice",
      options: [
        { value: "ultrafast", label: "Fastest" },
        { value: "veryfast", label: "Very fast" },
        { value: "fast", label: "Fast" },
        { value: "medium", label: "Medium" },
        { value: "slow", label: "Slow" },
        { value: "veryslow", label: "Very slow" },
      ],
      effect: (value) =>
        value === ""
          ? "The service decides."
          : value.endsWith("slow") || value === "medium"
            ? "Takes longer; looks better at the same bitrate, or is smaller at the same quality."
            : "Done sooner; larger at the same quality, or coarser at the same bitrate.",
    },
  ],
};
