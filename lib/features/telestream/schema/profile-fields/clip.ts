import type { ProfileFieldGroup } from "./field.ts";

const clock = {
  kind: "text",
  placeholder: "00:00:00",
  pattern: {
    matches: /^(\d+:)?[0-5]?\d:[0-5]?\d(\.\d+)?$/,
    otherwise: "Write it as hours:minutes:seconds, 00:01:30.",
  },
} as const;

export const clip: ProfileFieldGroup = {
  title: "Clip",
  fields: [
    {
      ...clock,
      name: "clip_offset",
      label: "Begin at",
      effect: (value) => (value ? "What comes before is left out." : "From the first frame."),
    },
    {
      ...clock,
      name: "clip_length",
      label: "Length",
      effect: (value) => (value ? "What comes after is left out." : "To the end."),
    },
  ],
};
