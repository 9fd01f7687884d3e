import type { MediaFacts, MediaTime, TranscodeSettings } from "../library/types.ts";
import { TranscodeError } from "./encoders.ts";

/** Telestream's default when a thumbnail profile says no number. */
const defaultFrameCount = 7;
const mostFrames = 500;

/**
 * When the stills of a source are: at offsets, at an interval from the beginning, else evenly spaced. Ascending,
 * at most 500. Throws `TranscodeError` when all of them are beyond the end.
 */
export function stillTimesMs(facts: MediaFacts, settings: TranscodeSettings): number[] {
  const durationMs = facts.durationMs ?? 0;
  const toMs = (time: MediaTime) =>
    "ms" in time ? time.ms : Math.round((time.frame * 1000) / (facts.framesPerSecond ?? 25));
  if (settings.frameOffsets) {
    const wanted = [...new Set(settings.frameOffsets.map(toMs))].sort((a, b) => a - b);
    const within = wanted.filter((ms) => ms < Math.max(1, durationMs));
    if (within.length === 0) throw new TranscodeError("All frame_offsets are beyond the end of the source.");
    return within.slice(0, mostFrames);
  }
  const everyMs = settings.frameInterval ? toMs(settings.frameInterval) : 0;
  if (everyMs > 0) {
    const count = Math.min(mostFrames, Math.max(1, Math.ceil(durationMs / everyMs)));
    return Array.from({ length: count }, (_unused, index) => Math.round(index * everyMs));
  }
  const count = Math.min(mostFrames, Math.max(1, settings.frameCount ?? defaultFrameCount));
  return Array.from({ length: count }, (_unused, index) => Math.round(((index + 0.5) * durationMs) / count));
}
