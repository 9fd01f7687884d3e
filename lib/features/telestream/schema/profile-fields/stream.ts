import type { ProfileFieldGroup } from "./field.ts";

export const segments: ProfileFieldGroup = {
  title: "Stream",
  fields: [
    {
      name: "segment_time",
      label: "Segment length",
      kind: "integer",
      unit: "s",
      least: 2,
      most: 60,
      effect: (value) =>
        Number(value) > 0 && Number(value) <= 4
          ? "Quick to begin and to switch; more files."
          : "Fewer files; slower to switch quality. The same in every rung.",
    },
  ],
};

export const playlist: ProfileFieldGroup = {
  title: "Playlist",
  fields: [
    {
      name: "variants",
      label: "Rungs",
      kind: "text",
      placeholder: "hls.*",
      effect: (value) =>
        `Lists the finished rungs of the video whose profile matches ${value || "hls.*"}; * stands for anything.`,
    },
  ],
};
