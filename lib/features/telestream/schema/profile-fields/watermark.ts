import type { FormSettings, ProfileFieldGroup } from "./field.ts";

const length = {
  kind: "text",
  placeholder: "0",
  pattern: {
    matches: /^\d{1,5}(\.\d+)?(px|%)?$/,
    otherwise: "Write it in pixels or percent: 20px, 5%.",
  },
} as const;
const noWatermark = "Means nothing without a watermark.";
/** As CSS places a box: top before bottom and left before right, the upper left corner without any. */
const nearEdge = (side: "top" | "left", opposite: "bottom" | "right") => ({
  ...length,
  name: `watermark_${side}`,
  label: `From the ${side}`,
  effect: (value: string, all: FormSettings) =>
    !all.watermark_url
      ? noWatermark
      : value
        ? `Its ${side} edge is ${inWords(value)} in from the frame's.`
        : all[`watermark_${opposite}`]
          ? `Follows from the distance to the ${opposite}.`
          : `At the frame's ${side} edge.`,
});
const farEdge = (side: "bottom" | "right", opposite: "top" | "left") => ({
  ...length,
  name: `watermark_${side}`,
  label: `From the ${side}`,
  effect: (value: string, all: FormSettings) =>
    !all.watermark_url
      ? noWatermark
      : value === ""
        ? `The distance to the ${opposite} places it.`
        : all[`watermark_${opposite}`]
          ? `Not used: the distance to the ${opposite} comes first.`
          : `Its ${side} edge is ${inWords(value)} in from the frame's.`,
});
const extent = (side: "width" | "height") => ({
  ...length,
  placeholder: "as it is",
  name: `watermark_${side}`,
  label: side === "width" ? "Its width" : "Its height",
  effect: (value: string, all: FormSettings) =>
    !all.watermark_url
      ? noWatermark
      : value
        ? `Drawn ${inWords(value)} ${side === "width" ? "wide" : "high"}${value.endsWith("%") ? " of the frame" : ""}.`
        : `Its own, or what the other side leaves it.`,
});

export const watermark: ProfileFieldGroup = {
  title: "Watermark",
  fields: [
    {
      name: "watermark_url",
      label: "Picture",
      kind: "text",
      placeholder: "https://…/logo.png",
      pattern: { matches: /^https?:\/\/\S{1,2000}$/, otherwise: "Enter a web address: https://…" },
      effect: (value) =>
        value
          ? "Fetched for each encoding and laid over every frame. One that cannot be fetched fails the encoding."
          : "No watermark.",
    },
    nearEdge("top", "bottom"),
    nearEdge("left", "right"),
    farEdge("bottom", "top"),
    farEdge("right", "left"),
    extent("width"),
    extent("height"),
  ],
};

/** `20` and `20px` are pixels. */
const inWords = (value: string) => (value.endsWith("%") ? value : `${Number.parseFloat(value)} pixels`);
