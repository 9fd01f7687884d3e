import type { MediaFacts } from "../../../library/types.ts";
import { buildInputArgs } from "../../../media/input-rules.ts";
import { runFfmpeg } from "../../../media/run-ffmpeg.ts";
import { requireSound, soundAddress, toSeconds } from "./audio-info.ts";
import { heavyLimits } from "./heavy-limits.ts";
import { flag, text } from "./parameters.ts";
import { readMedia } from "./read-media.ts";
import { defineTask } from "./task-kind.ts";

type Codec = "mp3" | "vorbis" | "aac";

const outputs = {
  mp3: { muxer: "mp3", mimeType: "audio/mpeg", encoder: ["-c:a", "libmp3lame", "-b:a", "192k", "-ac", "2"] },
  vorbis: { muxer: "ogg", mimeType: "audio/ogg", encoder: ["-c:a", "libvorbis", "-q:a", "5"] },
  aac: { muxer: "mp4", mimeType: "audio/mp4", encoder: ["-c:a", "aac", "-b:a", "160k"] },
} as const;

/** A sound in another codec; one that has it already is only copied. */
export const audioConvert = defineTask({
  name: "audio.convert",
  group: "audio",
  summary: "Encodes a sound as MP3, Vorbis or AAC.",
  pace: "heavy",
  parameters: {
    url: soundAddress("Address of the audio file."),
    codec: text({ choices: ["mp3", "vorbis", "aac"], default: "mp3", description: "Codec of the result." }),
    force: flag({ default: false, description: "Encodes anew even what has the codec already." }),
  },
  values: {
    duration: { type: "float", description: "Duration of the sound, in seconds." },
    content_type: { type: "string", description: "MIME type of the result." },
  },
  files: { output: { description: "The converted sound." } },
  async run({ url, codec, force }, context) {
    const { engine, signal } = context;
    const source = await context.fetch("url", url);
    const facts = requireSound("url", await readMedia("url", source, context, "a sound"));
    const { mimeType } = outputs[codec];
    if (isResult(facts, codec, force))
      return {
        values: { duration: toSeconds(facts), content_type: mimeType },
        files: { output: { path: source, mimeType } },
      };
    const cwd = await context.workDirectory();
    const encode = () =>
      runFfmpeg(engine.media.toolchain, {
        args: [
          ...["-v", "error", ...buildInputArgs(source.slice(cwd.length + 1), facts.formatName)],
          ...buildConvertArgs(facts, codec, force),
        ],
        ...{ cwd, signal, limits: heavyLimits(engine) },
        onProgress: ({ positionMs }) => {
          if (facts.durationMs)
            context.progress(Math.min(99, Math.round((positionMs * 100) / facts.durationMs)));
        },
      });
    // Copying only moves bytes: it does not wait for a place among the encodes.
    await (isCopied(facts, codec, force) ? encode() : context.work(encode));
    const path = `${cwd}/output`;
    const made = await readMedia("url", path, context, "a sound");
    return {
      values: { duration: toSeconds(made), content_type: mimeType },
      files: { output: { path, mimeType } },
    };
  },
});

const isCopied = (facts: MediaFacts, codec: Codec, force: boolean) => facts.audioCodec === codec && !force;

/** A file that is already what would be made of it stays as it is, to the byte. */
export const isResult = (facts: MediaFacts, codec: Codec, force: boolean) =>
  isCopied(facts, codec, force) && facts.videoCodec === null && facts.formatName === outputs[codec].muxer;

export function buildConvertArgs(facts: MediaFacts, codec: Codec, force: boolean): string[] {
  const { muxer, encoder } = outputs[codec];
  return [
    ...["-map", "0:a:0", "-vn", "-sn", "-dn", "-map_chapters", "-1"],
    ...(isCopied(facts, codec, force) ? ["-c:a", "copy"] : encoder),
    ...(muxer === "mp4" ? ["-movflags", "+faststart"] : []),
    ...["-f", muxer, "file:output"],
  ];
}
