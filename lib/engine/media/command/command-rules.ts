/** What a custom command may say. Everything that is not here is refused by name. */

const rate = /^\d+(\.\d+)?[kKmM]?$/;
const integer = /^-?\d{1,9}$/;
const number = /^-?\d{1,9}(\.\d{1,6})?$/;
const fraction = /^\d{1,9}(\.\d{1,6})?([/:]\d{1,9})?$/;
const time = /^(\d{1,3}:)?(\d{1,2}:)?\d{1,9}(\.\d{1,6})?$/;
const name = /^[a-z0-9_.]{1,40}$/i;
const size = /^\d{1,5}x\d{1,5}$/;
const flags = /^[+-]?[a-z0-9_]+([+-][a-z0-9_]+)*$/i;

/**
 * Options by their name without stream specifier, and what their value must look like; null for those without one.
 * None of them names a file, a device, a protocol or another program.
 */
export const optionRules: Readonly<Record<string, RegExp | null>> = {
  y: null,
  vn: null,
  an: null,
  sn: null,
  dn: null,
  shortest: null,
  copyts: null,
  b: rate,
  ab: rate,
  vb: rate,
  maxrate: rate,
  minrate: rate,
  bufsize: rate,
  r: fraction,
  s: size,
  aspect: fraction,
  g: integer,
  keyint_min: integer,
  bf: integer,
  refs: integer,
  sc_threshold: integer,
  crf: number,
  qp: integer,
  q: number,
  qscale: number,
  aq: number,
  qmin: integer,
  qmax: integer,
  qdiff: integer,
  qcomp: number,
  trellis: integer,
  me_range: integer,
  subq: integer,
  i_qfactor: number,
  b_strategy: integer,
  coder: integer,
  cmp: flags,
  me_method: name,
  partitions: flags,
  flags: flags,
  flags2: flags,
  threads: integer,
  preset: name,
  tune: name,
  profile: name,
  level: name,
  pix_fmt: name,
  ar: integer,
  ac: integer,
  ss: time,
  t: time,
  to: time,
  vframes: integer,
  frames: integer,
  map: /^-?(\d{1,2}|\[[a-z0-9_]+\])(:[vas0-9?]+)*\??$/i,
  map_metadata: /^-1$/,
  map_chapters: /^-1$/,
  movflags: flags,
  brand: name,
  vsync: name,
  fps_mode: name,
  async: integer,
  strict: name,
  vol: integer,
  pass: /^[12]$/,
  passlogfile: /^[a-z0-9_-]{1,40}$/i,
  metadata: /^[a-z0-9_]{1,40}=\P{Cc}{0,500}$/iu,
  force_key_frames: /^[a-z0-9_:.,()*+/ -]{1,200}$/i,
  deadline: name,
  quality: name,
  "cpu-used": integer,
  "row-mt": /^[01]$/,
  "tile-columns": integer,
  "auto-alt-ref": integer,
  "lag-in-frames": integer,
  compression_level: integer,
  application: name,
  vbr: name,
  rc_lookahead: integer,
  "rc-lookahead": integer,
  "aq-mode": integer,
  weightp: integer,
  "psy-rd": fraction,
};

/** Older spellings, and what they are called now. */
export const renamedOptions: Readonly<Record<string, string>> = {
  vcodec: "c:v",
  acodec: "c:a",
  codec: "c",
  ab: "b:a",
  vb: "b:v",
  b: "b:v",
  aq: "q:a",
  qscale: "q:v",
  vframes: "frames:v",
};

export const allowedEncoders: ReadonlySet<string> = new Set([
  ...[
    "copy",
    "libx264",
    "libx265",
    "libvpx",
    "libvpx-vp9",
    "libtheora",
    "mpeg4",
    "mpeg2video",
    "mjpeg",
    "flv",
  ],
  ...["aac", "libmp3lame", "libvorbis", "libopus", "flac", "ac3", "eac3", "mp2", "pcm_s16le", "pcm_s24le"],
]);

/** Encoders of the vendor's time that free builds do not have, and what does their work. */
export const renamedEncoders: Readonly<Record<string, string>> = {
  libfdk_aac: "aac",
  libfaac: "aac",
  libaacplus: "aac",
  h264: "libx264",
  mp3: "libmp3lame",
  vorbis: "libvorbis",
  opus: "libopus",
  theora: "libtheora",
};

export const allowedMuxers: ReadonlySet<string> = new Set([
  ...[
    "mp4",
    "mov",
    "m4v",
    "ipod",
    "3gp",
    "3g2",
    "matroska",
    "webm",
    "ogg",
    "oga",
    "ogv",
    "mp3",
    "adts",
    "flac",
  ],
  ...["wav", "avi", "flv", "mpegts", "mpeg", "asf", "aiff", "opus", "null"],
]);

/** Filters that read and write pictures and sound alone: none opens a file, a device or a socket. */
export const allowedFilters: ReadonlySet<string> = new Set([
  ...[
    "null",
    "scale",
    "crop",
    "pad",
    "fps",
    "framerate",
    "setpts",
    "setsar",
    "setdar",
    "format",
    "yadif",
    "bwdif",
  ],
  ...[
    "transpose",
    "hflip",
    "vflip",
    "rotate",
    "eq",
    "hue",
    "unsharp",
    "gblur",
    "boxblur",
    "avgblur",
    "hqdn3d",
  ],
  ...[
    "fade",
    "trim",
    "select",
    "split",
    "overlay",
    "concat",
    "tile",
    "negate",
    "noise",
    "drawbox",
    "drawgrid",
  ],
  ...[
    "colorchannelmixer",
    "colorbalance",
    "vignette",
    "deband",
    "mpdecimate",
    "fieldmatch",
    "decimate",
    "setfield",
  ],
  ...[
    "anull",
    "volume",
    "aresample",
    "aformat",
    "afade",
    "atrim",
    "asetpts",
    "atempo",
    "pan",
    "amerge",
    "amix",
  ],
  ...["asplit", "adelay", "highpass", "lowpass", "bass", "treble", "equalizer", "loudnorm", "dynaudnorm"],
  ...["acompressor", "alimiter", "channelmap", "aecho", "apad", "compand"],
]);

/** x264's own options that are about the picture; the others write logs or read files. */
export const allowedX264Options: ReadonlySet<string> = new Set([
  ...["ref", "bframes", "b-adapt", "b-pyramid", "b-bias", "me", "subme", "merange", "trellis", "aq-mode"],
  ...[
    "aq-strength",
    "psy",
    "psy-rd",
    "deblock",
    "no-deblock",
    "rc-lookahead",
    "weightp",
    "weightb",
    "keyint",
  ],
  ...[
    "min-keyint",
    "scenecut",
    "no-scenecut",
    "cabac",
    "no-cabac",
    "8x8dct",
    "no-8x8dct",
    "partitions",
    "direct",
  ],
  ...[
    "mixed-refs",
    "chroma-qp-offset",
    "nal-hrd",
    "qcomp",
    "ipratio",
    "pbratio",
    "mbtree",
    "no-mbtree",
    "qpmin",
  ],
  ...[
    "qpmax",
    "qpstep",
    "vbv-maxrate",
    "vbv-bufsize",
    "vbv-init",
    "ratetol",
    "open-gop",
    "level",
    "bitrate",
    "crf",
  ],
  ...["fast-pskip", "no-fast-pskip", "dct-decimate", "no-dct-decimate", "slices", "force-cfr", "threads"],
]);

/** The first of x264's options (`a=1:b=2`) that is not allowed; undefined when all are. */
export function findForbiddenX264Option(text: string): string | undefined {
  return text
    .split(":")
    .find((option) => !/^[a-z0-9-]+(=[a-z0-9.,+-]{1,60})?$/i.test(option) || !isAllowedX264Option(option));
}

const isAllowedX264Option = (option: string) => allowedX264Options.has(option.split("=")[0] ?? "");

/** The first filter of a graph that is not allowed; undefined when all are. */
export function findForbiddenFilter(graph: string): string | undefined {
  return toFilters(graph).find((filter) => {
    const named = /^\s*(?:\[[A-Za-z0-9_:]*\]\s*)*([A-Za-z0-9_]+)(@[A-Za-z0-9_]+)?\s*(=|\[|$)/.exec(
      filter,
    )?.[1];
    return named === undefined || !allowedFilters.has(named);
  });
}

/** A graph's filters: `,` and `;` part them, but within quotes and after a backslash. */
function toFilters(graph: string): string[] {
  const filters: string[] = [""];
  let isQuoted = false;
  for (let index = 0; index < graph.length; index++) {
    const character = graph.charAt(index);
    const last = filters.length - 1;
    if (character === "\\" && !isQuoted) filters[last] += character + graph.charAt(++index);
    else if (!isQuoted && (character === "," || character === ";")) filters.push("");
    else {
      if (character === "'") isQuoted = !isQuoted;
      filters[last] += character;
    }
  }
  return filters;
}
