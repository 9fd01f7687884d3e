import type { MediaFacts, NewRendition, TranscodeSettings } from "#lib/engine/library/types.ts";

/** What the engine's `h264` preset becomes; a test names only what matters to it. */
export function transcodeSettings(changes: Partial<TranscodeSettings> = {}): TranscodeSettings {
  return {
    kind: "video",
    container: "mp4",
    videoCodec: "h264",
    audioCodec: "aac",
    width: 320,
    height: 240,
    upscale: true,
    aspectMode: "letterbox",
    videoBitrateKbps: 300,
    audioBitrateKbps: 64,
    audioSampleRate: 44_100,
    audioChannels: null,
    framesPerSecond: null,
    keyframeIntervalFrames: 250,
    h264Profile: null,
    crf: null,
    clipStartMs: null,
    clipLengthMs: null,
    segmentSeconds: null,
    variantNames: [],
    frameCount: null,
    ...changes,
  };
}

export function newRendition(name: string, changes: Partial<TranscodeSettings> = {}): NewRendition {
  const settings = transcodeSettings(changes);
  const extname = settings.container === "hls" ? ".m3u8" : `.${settings.container}`;
  return { profileId: `id-of-${name}`, profileName: name, extname, path: `renditions/${name}`, settings };
}

export const hlsVariant = (name: string, height: number): NewRendition =>
  newRendition(name, {
    kind: "hls-variant",
    container: "hls",
    aspectMode: "constrain",
    width: Math.round((height * 16) / 18) * 2,
    height,
    segmentSeconds: 4,
  });

export const hlsMaster = (name = "hls"): NewRendition =>
  newRendition(name, { kind: "hls-master", container: "hls", variantNames: ["hls.*"] });

/** A 1080p30 H.264/AAC source. */
export function mediaFacts(changes: Partial<MediaFacts> = {}): MediaFacts {
  return {
    mimeType: "video/mp4",
    formatName: "mp4",
    durationMs: 10_000,
    width: 1920,
    height: 1080,
    rotation: 0,
    framesPerSecond: 30,
    videoCodec: "h264",
    audioCodec: "aac",
    videoBitrateKbps: 4000,
    audioBitrateKbps: 128,
    audioChannels: 2,
    audioSampleRate: 44_100,
    sizeBytes: 5_000_000,
    pixelFormat: "yuv420p",
    ...changes,
  };
}
