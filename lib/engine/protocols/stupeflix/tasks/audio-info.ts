import type { MediaFacts } from "../../../library/types.ts";
import { Medium } from "./medium.ts";
import { address } from "./parameters.ts";
import { defineTask, parameterFault } from "./task-kind.ts";

export const soundAddress = (description: string) =>
  address({ required: true, accepts: "audio or video", description });

/** Facts of a sound, read without decoding it. */
export const audioInfo = defineTask({
  name: "audio.info",
  group: "audio",
  summary: "Tells a sound's length and codec.",
  pace: "light",
  parameters: { url: soundAddress("Address of the audio file.") },
  values: {
    duration: { type: "float", description: "Duration in seconds, rounded to a hundredth." },
    content_type: { type: "string", description: "MIME type of the file." },
    codec: { type: "string", description: "Codec of the sound." },
  },
  async run({ url }, context) {
    const medium = await Medium.open("url", url, context);
    const facts = requireSound("url", await medium.facts("a sound"));
    return {
      values: { duration: toSeconds(facts, 2), content_type: facts.mimeType, codec: facts.audioCodec },
    };
  },
});

/** Throws `TaskFault` for a medium without sound. */
export function requireSound(parameter: string, facts: MediaFacts): MediaFacts & { audioCodec: string } {
  const { audioCodec } = facts;
  if (audioCodec === null) throw parameterFault(parameter, "the file has no sound");
  return { ...facts, audioCodec };
}

export function toSeconds({ durationMs }: MediaFacts, digits = 3): number | null {
  return durationMs === null ? null : Number((durationMs / 1000).toFixed(digits));
}
