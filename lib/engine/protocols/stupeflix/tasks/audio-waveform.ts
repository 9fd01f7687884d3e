import { decodeSound } from "../../../media/decode-sound.ts";
import { encodeImage } from "../../../media/images.ts";
import { drawWaveform, Peaks, parseColor } from "../../../media/waveform.ts";
import { requireSound, soundAddress, toSeconds } from "./audio-info.ts";
import { color, decimal, integer, text } from "./parameters.ts";
import { writePicture } from "./picture-files.ts";
import { checkResultSize, sideWithDefault } from "./picture-parameters.ts";
import { readMedia } from "./read-media.ts";
import { defineTask, parameterFault } from "./task-kind.ts";

/** A sound drawn over time. */
export const audioWaveform = defineTask({
  name: "audio.waveform",
  group: "audio",
  summary: "Draws a sound's waveform.",
  pace: "light",
  parameters: {
    url: soundAddress("Address of the audio file."),
    width: sideWithDefault(1024, "Width of the picture."),
    height: sideWithDefault(60, "Height of the picture."),
    vmargin: integer({
      minimum: 0,
      maximum: 8_192,
      default: 0,
      unit: "pixels",
      description: "Space above and below the waveform.",
    }),
    fill: color({ default: "#000000", description: "Colour of the waveform." }),
    background: color({ default: "#FFFFFF", description: "Colour of the background." }),
    start: decimal({
      control: "time",
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      unit: "seconds",
      description: "Where to begin.",
    }),
    end: decimal({
      control: "time",
      minimum: 0.001,
      maximum: 1_000_000,
      unit: "seconds",
      description: "Where to end; the end of the sound when left out.",
    }),
    format: text({ choices: ["png", "jpeg"], default: "jpeg", description: "Format of the picture." }),
  },
  values: {
    duration: { type: "float", description: "Duration of the sound, in seconds." },
    width: { type: "integer", description: "Width of the picture, in pixels." },
    height: { type: "integer", description: "Height of the picture, in pixels." },
    content_type: { type: "string", description: "MIME type of the picture." },
  },
  files: { output: { description: "The picture." } },
  checkTogether: ({ start, end, vmargin, height }): Record<string, string[]> => ({
    ...(end !== undefined && end <= start && { end: ["must be after the start"] }),
    ...(vmargin * 2 >= height && { vmargin: ["must leave room for the waveform"] }),
  }),
  async run({ url, width, height, vmargin, fill, background, start, end, format }, context) {
    checkResultSize({ width, height });
    const source = await context.fetch("url", url);
    const facts = requireSound("url", await readMedia("url", source, context, "a sound"));
    if (facts.durationMs !== null && start * 1000 >= facts.durationMs) {
      throw parameterFault("start", "must be before the end of the sound");
    }
    const cwd = await context.workDirectory();
    const bytes = await context.work(async () => {
      const peaks = new Peaks();
      const request = {
        ...{ file: source.slice(cwd.length + 1), formatName: facts.formatName, cwd, signal: context.signal },
        ...{ startSeconds: start, lengthSeconds: end === undefined ? undefined : end - start },
      };
      await decodeSound(context.engine.media.toolchain, request, (samples) => peaks.take(samples));
      if (peaks.sampleCount === 0) throw parameterFault("url", "the sound could not be decoded");
      const style = {
        width,
        height,
        margin: vmargin,
        fill: parseColor(fill),
        background: parseColor(background),
      };
      return encodeImage(drawWaveform(peaks, style), format, 90);
    });
    return {
      values: { duration: toSeconds(facts), width, height, content_type: `image/${format}` },
      files: { output: await writePicture(context, bytes, format) },
    };
  },
});
