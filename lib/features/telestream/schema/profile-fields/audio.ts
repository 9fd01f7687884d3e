import { type ProfileFieldGroup, rate } from "./field.ts";

export const audio: ProfileFieldGroup = {
  title: "Sound",
  fields: [
    {
      ...rate,
      name: "audio_bitrate",
      label: "Bitrate",
      effect: (value) =>
        value === ""
          ? "The service decides."
          : Number(value) >= 160
            ? "Music without loss one would hear."
            : Number(value) >= 96
              ? "Fine for music and speech."
              : "For speech.",
    },
    {
      name: "audio_sample_rate",
      label: "Sample rate",
      kind: "choice",
      options: [
        { value: "22050", label: "22,050 Hz" },
        { value: "32000", label: "32,000 Hz" },
        { value: "44100", label: "44,100 Hz" },
        { value: "48000", label: "48,000 Hz" },
      ],
      effect: (value) =>
        value === "48000"
          ? "As cameras record."
          : value === "44100"
            ? "As CDs have it."
            : "Smaller, and duller above 10 kHz.",
    },
    {
      name: "audio_channels",
      label: "Channels",
      kind: "choice",
      options: [
        { value: "1", label: "Mono" },
        { value: "2", label: "Stereo" },
      ],
      effect: (value) =>
        value === "1"
          ? "Both sides mixed into one."
          : value === "2"
            ? "Left and right."
            : "As the source, at most two.",
    },
  ],
};
