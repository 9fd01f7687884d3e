import { type ProfileFieldGroup, side } from "./field.ts";

const moment = "(\\d+(\\.\\d+)?s|\\d+f)";

export const stills: ProfileFieldGroup = {
  title: "Pictures",
  fields: [
    {
      name: "frame_count",
      label: "How many",
      kind: "integer",
      least: 1,
      most: 100,
      effect: (value, { frame_offsets, frame_interval }) =>
        frame_offsets || frame_interval
          ? "Not used: the moments below say which."
          : value === "1"
            ? "One, from the middle."
            : "Evenly spaced over the whole length.",
    },
    {
      name: "frame_offsets",
      label: "At these moments",
      kind: "text",
      placeholder: "2s, 10s, 250f",
      pattern: {
        matches: new RegExp(`^${moment}(\\s*,\\s*${moment})*$`),
        otherwise: "Write seconds or frames with commas between: 2s, 10s, 250f.",
      },
      effect: (value) =>
        value
          ? `${countOfList(value)} at the second (s) or the frame (f) named; those after the end are left out.`
          : "Empty spaces them evenly.",
    },
    {
      name: "frame_interval",
      label: "One every",
      kind: "text",
      placeholder: "5s",
      pattern: {
        matches: new RegExp(`^${moment}$`),
        otherwise: "Write seconds or frames: 5s or 1000f.",
      },
      effect: (value, { frame_offsets }) =>
        value === ""
          ? "Empty makes as many as said above."
          : frame_offsets
            ? "Not used: the moments above come first."
            : "As many as the film is long, up to the engine's limit.",
    },
    { ...side, name: "width", label: "Width", effect: () => "Empty keeps the source's." },
    { ...side, name: "height", label: "Height", effect: () => "Empty follows from the width." },
  ],
};

const countOfList = (list: string) => {
  const count = list.split(",").length;
  return count === 1 ? "One picture," : `${count} pictures,`;
};
