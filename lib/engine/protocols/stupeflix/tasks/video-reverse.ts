import { resultSize } from "../../../media/cell-size.ts";
import { NothingToReverseError, reverseVideo } from "../../../media/reverse/reverse-video.ts";
import { heavyLimits } from "./heavy-limits.ts";
import { address, flag, integer, text } from "./parameters.ts";
import { checkResultSize, side } from "./picture-parameters.ts";
import { readMedia } from "./read-media.ts";
import { defineTask, parameterFault } from "./task-kind.ts";
import { evenSize } from "./video-convert.ts";
import { requirePicture, shownVideo, toVideoInfo, videoInfo } from "./video-info.ts";

/** A video played backwards. */
export const videoReverse = defineTask({
  name: "video.reverse",
  group: "video",
  summary: "Turns a video round, its sound as well.",
  pace: "heavy",
  parameters: {
    url: address({ required: true, accepts: "video", description: "Address of the video." }),
    width: side("Width of the result; follows from the height, or is the video's own."),
    height: side("Height of the result; follows from the width, or is the video's own."),
    crop: flag({
      default: false,
      description: "Fills the whole size and cuts what is over. Without it the video fits inside.",
    }),
    video_codec: text({ choices: ["h264"], default: "h264", description: "Codec of the picture." }),
    video_bitrate: integer({
      minimum: 16,
      maximum: 200_000,
      unit: "kbit/s",
      description: "The most that the picture may need; the source's when left out.",
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
  // The heading promises what video.info tells, the list below it names the duration alone: all is sent.
  values: videoInfo.description.values,
  files: { output: { description: "The video turned round." } },
  async run(given, context) {
    const { engine, signal } = context;
    const file = await context.fetch("url", given.url);
    const facts = requirePicture("url", await readMedia("url", file, context));
    const size = evenSize(resultSize(shownVideo("url", facts), given));
    checkResultSize(size);
    const cwd = await context.workDirectory();
    const output = "output.mp4";
    const shape = `${size.width}/${size.height}`;
    try {
      await context.work(() =>
        reverseVideo(engine.media.toolchain, {
          source: {
            file: file.slice(cwd.length + 1),
            formatName: facts.formatName,
            filters: [
              ...(given.crop ? [`crop='min(iw,ih*${shape})':'min(ih,iw/(${shape}))'`] : []),
              `scale=${size.width}:${size.height}:flags=bicubic`,
              "setsar=1",
            ],
          },
          size,
          crf: given.crf,
          gop: given.gop,
          mostKbps:
            given.video_bitrate ?? (facts.videoBitrateKbps ? Math.max(64, facts.videoBitrateKbps) : null),
          channels: facts.audioCodec === null ? 0 : (facts.audioChannels ?? 2),
          ...{ cwd, output, signal, limits: heavyLimits(engine) },
          onProgress: ({ positionMs }) => {
            if (facts.durationMs)
              context.progress(Math.min(99, Math.round((positionMs * 100) / facts.durationMs)));
          },
        }),
      );
    } catch (error) {
      if (error instanceof NothingToReverseError) throw parameterFault("url", error.message);
      throw error;
    }
    const path = `${cwd}/${output}`;
    const made = await readMedia("url", path, context);
    return { values: toVideoInfo(made), files: { output: { path, mimeType: made.mimeType } } };
  },
});
