import type { Video } from "../../db/schema/ziggeo-video.ts";
import type { MediaFacts, NewRendition, TranscodeSettings } from "../../library/types.ts";

/** What players get: H.264 and AAC in MP4, no side longer than full HD's. */
const settings: TranscodeSettings = {
  kind: "video",
  container: "mp4",
  videoCodec: "h264",
  audioCodec: "aac",
  width: 1920,
  height: 1920,
  upscale: false,
  aspectMode: "constrain",
  videoBitrateKbps: null,
  audioBitrateKbps: 128,
  audioSampleRate: null,
  audioChannels: null,
  framesPerSecond: null,
  keyframeIntervalFrames: null,
  h264Profile: "high",
  crf: 23,
  clipStartMs: null,
  clipLengthMs: null,
  segmentSeconds: null,
  variantNames: [],
  frameCount: null,
};

/** The stream that is made of every upload, cut to the video's longest duration. */
export function toTranscoded(token: string, video: Video, facts: MediaFacts): NewRendition {
  const longestMs = video.maxDuration === null ? null : Math.round(video.maxDuration * 1000);
  const isLonger = longestMs !== null && facts.durationMs !== null && facts.durationMs > longestMs;
  return {
    renditionId: token,
    profileId: "ziggeo-default",
    profileName: "default",
    extname: ".mp4",
    path: token,
    settings: { ...settings, clipLengthMs: isLonger ? longestMs : null },
  };
}

/** Cameras and clocks disagree by a frame. */
const toleranceMs = 50;

/** Why the video will not have this file; undefined when it will. */
export function whyUnfit(video: Video, facts: MediaFacts): string | undefined {
  if (facts.videoCodec === null) return "The file has no video.";
  const { durationMs } = facts;
  if (durationMs === null) return undefined;
  if (video.minDuration !== null && durationMs + toleranceMs < video.minDuration * 1000) {
    return `The video is shorter than the ${video.minDuration} seconds it must have.`;
  }
  if (
    video.enforceDuration &&
    video.maxDuration !== null &&
    durationMs - toleranceMs > video.maxDuration * 1000
  ) {
    return `The video is longer than the ${video.maxDuration} seconds it may have.`;
  }
  return undefined;
}
