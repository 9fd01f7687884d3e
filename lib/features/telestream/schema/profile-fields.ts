import type { PresetCard } from "./presets.ts";

/** As the form holds them: text, empty where the setting is left to the service. */
export type FormSettings = Readonly<Record<string, string>>;

export interface ProfileField {
  /** The wire's name. */
  readonly name: string;
  readonly label: string;
  readonly kind: "integer" | "number" | "text" | "choice" | "switch";
  readonly unit?: string;
  readonly placeholder?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly least?: number;
  readonly most?: number;
  readonly pattern?: { readonly matches: RegExp; readonly otherwise: string };
  /** Of a switch: where it stands when nothing is set. */
  readonly unset?: "on" | "off";
  /** What this value does, given the others. */
  effect(value: string, all: FormSettings): string;
}

export interface ProfileFieldGroup {
  readonly title: string;
  readonly fields: readonly ProfileField[];
}

const side = { kind: "integer", unit: "px", least: 2, most: 16_384, placeholder: "as the source" } as const;
const rate = { kind: "integer", unit: "kbit/s", least: 1, most: 500_000 } as const;
const clock = {
  kind: "text",
  placeholder: "00:00:00",
  pattern: {
    matches: /^(\d+:)?[0-5]?\d:[0-5]?\d(\.\d+)?$/,
    otherwise: "Write it as hours:minutes:seconds, 00:01:30.",
  },
} as const;

const aspectWords: Readonly<Record<string, string>> = {
  preserve: "The source's own size; width and height are not used.",
  constrain: "Fits inside the frame without bars; the file may be smaller than the frame.",
  letterbox: "Fits inside the frame; black bars above and below where it is flatter.",
  pad: "Fits inside the frame; black bars on whichever side is left over.",
  crop: "Fills the whole frame; what sticks out is cut off.",
  stretch: "Fills the whole frame; faces get wider or thinner.",
  center: "Centred in the frame, shape kept, with bars where needed.",
};

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

const picture: ProfileFieldGroup = {
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

const videoRate: ProfileFieldGroup = {
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

const h264: ProfileFieldGroup = {
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

const audio: ProfileFieldGroup = {
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

const cut: ProfileFieldGroup = {
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

const watermark: ProfileFieldGroup = {
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

const segments: ProfileFieldGroup = {
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

const playlist: ProfileFieldGroup = {
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

const moment = "(\\d+(\\.\\d+)?s|\\d+f)";

const stills: ProfileFieldGroup = {
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

/** The guided settings that mean something for a preset; all of them for an advanced profile's variables. */
export function fieldGroupsOf(card: PresetCard | undefined): readonly ProfileFieldGroup[] {
  if (!card) return [picture, videoRate, audio, cut];
  if (card.family === "stills") return [stills];
  if (card.presetName === "hls.variant.playlist") return [playlist];
  const isStream = card.family === "stream";
  if (card.family === "audio" || card.presetName === "hls.variant.audio")
    return [audio, ...(isStream ? [segments] : [cut])];
  const isH264 = card.makes.includes("H.264");
  return [picture, videoRate, ...(isH264 ? [h264] : []), audio, isStream ? segments : cut, watermark];
}

/** What the guided form of a profile sets; nothing for a preset that has no form. */
export function fieldNamesOf(card: PresetCard | undefined, isCommand: boolean): string[] {
  if (!card && !isCommand) return [];
  return fieldGroupsOf(card).flatMap(({ fields }) => fields.map(({ name }) => name));
}

/** What is wrong with a value; nothing when it is fine or empty. */
export function faultOf(field: ProfileField, value: string): string | undefined {
  if (value === "") return undefined;
  if (field.pattern && !field.pattern.matches.test(value)) return field.pattern.otherwise;
  if (field.kind === "choice")
    return field.options?.some((option) => option.value === value) ? undefined : "Choose one of the list.";
  if (field.kind !== "integer" && field.kind !== "number") return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return "Enter a number.";
  if (field.kind === "integer" && !Number.isInteger(number)) return "Enter a whole number.";
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = field;
  return number < least || number > most ? `Enter ${least} to ${most}.` : undefined;
}

/** kbit/s over a minute, in decimal megabytes. */
function megabytes(kbps: number): string {
  const size = (kbps * 60) / 8 / 1000;
  return `${size.toFixed(size < 9.95 ? 1 : 0)} MB`;
}

const seconds = (value: number) => `${value.toFixed(value < 9.95 ? 1 : 0)} s`;

const countOfList = (list: string) => {
  const count = list.split(",").length;
  return count === 1 ? "One picture," : `${count} pictures,`;
};

/** `20` and `20px` are pixels. */
const inWords = (value: string) => (value.endsWith("%") ? value : `${Number.parseFloat(value)} pixels`);
