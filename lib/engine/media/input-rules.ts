/**
 * What ffmpeg and ffprobe may open and decode of a file that a stranger made.
 *
 * The protocol list alone is not enough: a playlist named `.mp4` that points at another tenant's file by path is
 * opened by HLS, concat or DASH demuxers, which are what the format list leaves out. The decoder list keeps the
 * hundred rarely looked-at decoders (FLIC, VobSub, …) away from strangers' bytes.
 */
export const inputRules: readonly string[] = [
  "-protocol_whitelist",
  "file,pipe,fd",
  "-format_whitelist",
  "mov,mp4,matroska,webm,avi,flv,asf,mpegts,mpeg,mp3,wav,flac,ogg,aac,aiff,amr",
  "-codec_whitelist",
  [
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,mpeg2video,mpeg1video,theora,mjpeg,png",
    "prores,dnxhd,h263,flv,wmv1,wmv2,wmv3,vc1,msmpeg4,msmpeg4v2,msmpeg4v3,msmpeg4v1,rawvideo,huffyuv,ffv1",
    "aac,aac_fixed,mp3,mp3float,mp2,mp2float,mp1,mp1float,vorbis,libvorbis,opus,libopus,flac,alac,ac3,eac3",
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_u8,pcm_f32le,pcm_f32be,pcm_f64le",
    "pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,wmav1,wmav2,wmapro,amrnb,amrwb",
  ].join(","),
  "-max_pixels",
  "134217728",
];

/** ffmpeg's name of the one demuxer that may read a source of this format; undefined lets the whitelist decide. */
export function demuxerFor(formatName: string): string | undefined {
  return demuxers[formatName];
}

const demuxers: Readonly<Record<string, string>> = {
  mp4: "mov",
  mov: "mov",
  matroska: "matroska",
  webm: "matroska",
  mpegts: "mpegts",
  mp3: "mp3",
  wav: "wav",
  ogg: "ogg",
  flac: "flac",
  adts: "aac",
  avi: "avi",
  flv: "flv",
  asf: "asf",
  mpeg: "mpeg",
};

/** The arguments that open a source, forced demuxer and all. `file` is ours, below the task's own directory. */
export function buildInputArgs(file: string, formatName: string | null): string[] {
  const demuxer = formatName === null ? undefined : demuxerFor(formatName);
  return [...inputRules, ...(demuxer ? ["-f", demuxer] : []), "-i", `file:${file}`];
}
