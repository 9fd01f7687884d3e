// The words of SXML that the engine renders (docs/sxml.md), for the editor to offer. A test compares them with what the
// engine reads: an offer that it would refuse is none.

const times = ["duration", "margin-start", "margin-end", "margin-both"];
const placement = ["left", "right", "top", "bottom", "width", "height"];
const drawn = ["effect", "overlay", "text", "audio", "stack", "sequence"];
const changing = ["filter", "animator"];
const media = ["image", "video"];

export interface SxmlElement {
  readonly name: string;
  readonly children: readonly string[];
  readonly attributes: readonly string[];
}

export const sxmlElements: readonly SxmlElement[] = [
  { name: "movie", children: ["body"], attributes: ["service"] },
  { name: "body", children: [...drawn, "transition", ...changing], attributes: times },
  { name: "sequence", children: [...drawn, "transition", ...changing], attributes: times },
  { name: "stack", children: [...drawn, ...changing], attributes: times },
  {
    name: "effect",
    children: [...media, ...drawn, ...changing],
    attributes: ["type", ...times, "adapter", "direction", "filterType"],
  },
  { name: "overlay", children: [...media, ...drawn, ...changing], attributes: [...times, ...placement] },
  {
    name: "text",
    children: changing,
    attributes: [
      ...[
        "type",
        ...times,
        ...placement,
        "fontname",
        "fontsize",
        "fontcolor",
        "backgroundcolor",
        "align",
        "wrap",
      ],
      ...["interlign", "direction", "speed", "face", "weight", "style", "reference"],
    ],
  },
  {
    name: "audio",
    children: [],
    attributes: ["filename", ...times, "skip", "volume", "speed", "loop", "fadein", "fadeout"],
  },
  { name: "image", children: ["filter"], attributes: ["filename", "color", "duration"] },
  {
    name: "video",
    children: ["filter"],
    attributes: ["filename", "skip", "speed", "volume", "audio", "duration", "margin-start"],
  },
  { name: "transition", children: [], attributes: ["type", "duration", "direction", "directions"] },
  { name: "filter", children: [...media, "animator"], attributes: ["type", ...times] },
  {
    name: "animator",
    children: ["key"],
    attributes: ["type", ...times, "direction", "angle", "growStart", "growEnd", "mode"],
  },
  { name: "key", children: [], attributes: ["time", "pos", "scale", "rot", "orient"] },
];

/** By element, for attributes with few values. */
export const sxmlValues: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  movie: { service: ["craftsman-1.0"] },
  effect: {
    type: [
      ...["none", "kenburns", "panscan", "panel", "flower", "explode", "slice", "rectangles"],
      ...["diving", "sliding", "rotator", "square"],
    ],
    adapter: ["none", "fitAdapter", "fixedAdapter", "panoramicAdapter", "zoomAdapter", "kenburnsAdapter"],
  },
  text: {
    type: ["zone", "legend", "advanced"],
    fontname: ["Inter", "Merriweather", "JetBrains Mono", "Oswald", "Lobster"],
  },
  transition: {
    type: [
      ...["crossfade", "move", "dualmove", "over", "under", "scan", "wipe", "scans", "strip"],
      ...["circle", "radial", "waterdrop", "swirl", "spiral", "cube"],
    ],
  },
  filter: {
    type: [
      ...["alpha", "blur", "hblur", "vblur", "gaussianBlur", "hgaussianBlur", "vgaussianBlur", "frame"],
      ...["borderBlur", "cornerCut", "tint", "threetint", "colormap", "flashback", "exposure", "threshold"],
      ...["mask", "alphamask", "alphainvmask", "lumamask", "lumainvmask", "key", "makeTransparent"],
      ...["gradient", "radialGradient", "fitAdapter", "fixedAdapter", "panoramicAdapter", "zoomAdapter"],
      ...["kenburnsAdapter", "distancecolor", "distancemap", "identity"],
    ],
  },
  animator: {
    type: ["slide", "slide-in", "slide-out", "rot-in", "rot-out", "grow", "custom"],
    mode: ["linear", "quadratic"],
  },
};
