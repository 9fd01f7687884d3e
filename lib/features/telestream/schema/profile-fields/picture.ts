import { type ProfileFieldGroup, side } from "./field.ts";

const aspectWords: Readonly<Record<string, string>> = {
  preserve: "The source's own size; width and height are not used.",
  constrain: "Fits inside the frame without bars; the file may be smaller than the frame.",
  letterbox: "Fits inside the frame; black bars above and below where it is flatter.",
  pad: "Fits inside the frame; black bars on whichever side is left over.",
  crop: "Fills the whole frame; what sticks out is cut off.",
  stretch: "Fills the whole frame; faces get wider or thinner.",
  center: "Centred in the frame, shape kept, with bars where needed.",
};

export const picture: ProfileFieldGroup = {
  title: "Picture",
  fields: [
    {
      ...side,
      name: "width",
      label: "Width",
      effect: (value) =>
        value ? "Rounded to an even number." : "Follows from the height and the source's shape.",
    },
    {
      ...side,
      name: "height",
      label: "Height",
      effect: (value) =>
        value ? "Rounded to an even number." : "Follows from the width and the source's shape.",
    },
    {
      name: "aspect_mode",
      label: "When the shapes differ",
      kind: "choice",
      options: [
        { value: "constrain", label: "Fit, no bars" },
        { value: "letterbox", label: "Bars above and below" },
        { value: "pad", label: "Bars anywhere" },
        { value: "crop", label: "Fill and cut" },
        { value: "stretch", label: "Stretch" },
        { value: "center", label: "Centre" },
        { value: "preserve", label: "Keep the source's size" },
      ],
      effect: (value) => aspectWords[value || "letterbox"] ?? "",
    },
    {
      name: "upscale",
      label: "Enlarge smaller sources",
      kind: "switch",
      effect: (value) =>
        value === "false"
          ? "A small source stays small."
          : "A small source is blown up to the frame, and looks soft.",
    },
    {
      name: "fps",
      label: "Frames a second",
      kind: "number",
      placeholder: "as the source",
      least: 1,
      most: 120,
      effect: (value) =>
        value
          ? "Frames are dropped or repeated to get there."
          : "Every frame of the source, at its own pace.",
    },
    {
      name: "deinterlace",
      label: "Interlaced sources",
      kind: "choice",
      options: [
        { value: "keep_fps", label: "Deinterlace" },
        { value: "double_fps", label: "Deinterlace, double rate" },
      ],
      effect: (value) =>
        value === "keep_fps"
          ? "Two half pictures become one: no combs at moving edges."
          : value === "double_fps"
            ? "Each half picture becomes a whole one: motion as smooth as on television, twice the frames."
            : "Left as they are. Right for everything that a phone or a screen recorded.",
    },
  ],
};
