import { OnsetDetector, sampleRate } from "../../../media/beats/onsets.ts";
import { trackBeats } from "../../../media/beats/track-beats.ts";
import { decodeSound } from "../../../media/decode-sound.ts";
import { requireSound, soundAddress } from "./audio-info.ts";
import { readMedia } from "./read-media.ts";
import { defineTask } from "./task-kind.ts";

/** When one would tap along. */
export const audioBeats = defineTask({
  name: "audio.beats",
  group: "audio",
  summary: "Finds the beats of a piece of music.",
  pace: "light",
  parameters: { url: soundAddress("Address of the audio file.") },
  values: {
    beats: { type: "list", description: "Times of the beats, in seconds." },
    downbeats: { type: "list", description: "Times of the beats that bars begin with, in seconds." },
    duration: { type: "integer", description: "Duration of the sound, in seconds." },
  },
  async run({ url }, context) {
    const source = await context.fetch("url", url);
    const facts = requireSound("url", await readMedia("url", source, context, "a sound"));
    const cwd = await context.workDirectory();
    const { beats, seconds } = await context.work(async () => {
      const detector = new OnsetDetector();
      let samplesTaken = 0;
      const request = {
        ...{ file: source.slice(cwd.length + 1), formatName: facts.formatName, cwd, signal: context.signal },
        sampleRate,
      };
      await decodeSound(context.engine.media.toolchain, request, (samples) => {
        detector.take(Float32Array.from(samples, (sample) => sample / 32_768));
        samplesTaken += samples.length;
      });
      return { beats: await trackBeats(detector), seconds: samplesTaken / sampleRate };
    });
    return {
      values: {
        ...beats,
        duration: Math.round(facts.durationMs === null ? seconds : facts.durationMs / 1000),
      },
    };
  },
});
