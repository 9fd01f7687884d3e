import { resultSize } from "../../../media/cell-size.ts";
import { buildConversionArgs, containerOf } from "../../../media/convert-args.ts";
import { buildInputArgs } from "../../../media/input-rules.ts";
import { runFfmpeg } from "../../../media/run-ffmpeg.ts";
import { heavyLimits } from "./heavy-limits.ts";
import { address, flag, integer, text } from "./parameters.ts";
import { checkResultSize, side } from "./picture-parameters.ts";
import { readMedia } from "./read-media.ts";
import { defineTask } from "./task-kind.ts";
import { requirePicture, shownVideo, toVideoInfo, videoInfo } from "./video-info.ts";

/** A video encoded anew. */
export const videoConvert = defineTask({
  name: "video.convert",
  group: "video",
  summary: "Encodes a video as H.264, at another size if you like.",
  pace: "heavy",
  parameters: {
    url: address({ required: true, accepts: "video", description: "Address of the video." }),
    width: side("Width of the result; follows from the height, or is the video's own."),
    height: side("Height of the result; follows from the width, or is the video's own."),
    crop: flag({
      default: false,
      description: "Fills the whole size and cuts what is over. Without it the video fits inside.",
    }),
    audio_codec: text({
      choices: ["mp2", "mp3", "aac", "wmav1", "wmav2"],
      default: "aac",
      description: "Codec of the sound.",
    }),
    video_codec: text({ choices: ["h264"], default: "h264", description: "Codec of the picture." }),
    video_bitrate: integer({
      minimum: 16,
      maximum: 200_000,
      default: 3_000,
      unit: "kbit/s",
      description: "The most that the picture may need.",
    }),
    audio_bitrate: integer({
      minimum: 8,
      maximum: 512,
      default: 128,
      unit: "kbit/s",
      description: "Bitrate of the sound.",
    }),
    sample_rate: integer({
      choices: [22_050, 44_100, 48_000],
      default: 44_100,
      unit: "Hz",
      description: "Sample rate of the sound.",
    }),
    crf: integer({
      minimum: 0,
      maximum: 51,
      default: 23,
      description: "Quality of the picture: lower is better, and larger.",
    }),
    gop: integer({
      minimum: 1,
      maximum: 10_000,
      default: 250,
      description: "Frames from one key frame to the next.",
    }),
  },
  values: {
    ...videoInfo.description.values,
    original_width: { type: "integer", description: "Width of the source, in pixels." },
    original_height: { type: "integer", description: "Height of the source, in pixels." },
  },
  files: { output: { description: "The converted video." } },
  async run(given, context) {
    const { engine, signal } = context;
    const source = await context.fetch("url", given.url);
    const facts = requirePicture("url", await readMedia("url", source, context));
    const original = shownVideo("url", facts);
    const size = evenSize(resultSize(original, given));
    checkResultSize(size);
    const conversion = {
      size,
      isCropped: given.crop,
      audioCodec: given.audio_codec,
      videoKbps: given.video_bitrate,
      audioKbps: given.audio_bitrate,
      sampleRate: given.sample_rate,
      crf: given.crf,
      gop: given.gop,
    };
    const cwd = await context.workDirectory();
    const name = `output.${containerOf(conversion).extension}`;
    await context.work(() =>
      runFfmpeg(engine.media.toolchain, {
        args: [
          ...["-v", "error", ...buildInputArgs(source.slice(cwd.length + 1), facts.formatName)],
          ...buildConversionArgs(facts, conversion, name),
        ],
        ...{ cwd, signal, limits: heavyLimits(engine) },
        onProgress: ({ positionMs }) => {
          if (facts.durationMs)
            context.progress(Math.min(99, Math.round((positionMs * 100) / facts.durationMs)));
        },
      }),
    );
    const path = `${cwd}/${name}`;
    const made = await readMedia("url", path, context);
    return {
      values: {
        ...toVideoInfo(made),
        original_width: original.width,
        original_height: original.height,
      },
      files: { output: { path, mimeType: made.mimeType } },
    };
  },
});

/** Chroma is stored for pairs of pixels. */
export const evenSize = ({ width, height }: { width: number; height: number }) => ({
  width: Math.max(2, Math.round(width / 2) * 2),
  height: Math.max(2, Math.round(height / 2) * 2),
});
