import type {
  EngineAsset,
  MediaFacts,
  NewRendition,
  OverlayLength,
  PictureOverlay,
  TranscodeSettings,
} from "../../library/types.ts";
import { type ApivideoDetails, isChangedFromSource } from "./video-details.ts";

interface Rung {
  readonly height: 240 | 360 | 480 | 720 | 1080 | 2160;
  readonly kbps: number;
}

/** The service's qualities, with rates at which H.264 shows them well. */
const rungs: readonly Rung[] = [
  { height: 240, kbps: 400 },
  { height: 360, kbps: 800 },
  { height: 480, kbps: 1_400 },
  { height: 720, kbps: 2_800 },
  { height: 1080, kbps: 5_000 },
  { height: 2160, kbps: 16_000 },
];

export const segmentSeconds = 4;
/** A copied rung is as heavy as its source: beyond this many times what it should be, it is encoded. */
const heaviestCopy = 3;
/** A source without a key frame for longer makes segments that nobody should wait for. */
const longestGapMs = 10_000;
const mostCuts = 5_000;

export const masterName = "hls";
export const qualityOf = (profileName: string) => profileName.split(".")[1] ?? "";

/** Of the shorter side, so that a film held upright has the qualities that one lying has. */
export function rungsFor({ width, height }: Pick<MediaFacts, "width" | "height">): readonly Rung[] {
  const side = Math.min(width ?? 240, height ?? 240);
  const fitting = rungs.filter((rung) => rung.height <= side);
  return fitting.length > 0 ? fitting : rungs.slice(0, 1);
}

/**
 * What is made of a source: an HLS rung for every quality up to its own, the master over them, and where wanted an
 * MP4 at the source's quality. What already is H.264 and AAC is copied, not encoded, as far as nothing is to change.
 * @param keyframesMs the source's key frames, ascending; undefined when they are not known
 */
export function planLadder(
  asset: Pick<EngineAsset, "assetId">,
  facts: MediaFacts,
  details: ApivideoDetails,
  keyframesMs: readonly number[] | undefined,
): NewRendition[] {
  const fitting = rungsFor(facts);
  const top = fitting.at(-1) ?? { height: 240, kbps: 400 };
  const isWhole = !isChangedFromSource(details);
  const cuts =
    isWhole && keyframesMs && canCopyRung(facts, top, keyframesMs) ? planCuts(keyframesMs) : undefined;
  const shared = sharedSettings(facts, details);
  const hasPicture = facts.videoCodec !== null;

  const variants = (hasPicture ? fitting : fitting.slice(0, 1)).map((rung): NewRendition => {
    const isCopied = cuts !== undefined && rung === top;
    return {
      ...named(asset, `hls.${rung.height}p`, ".m3u8"),
      settings: {
        ...shared,
        kind: "hls-variant",
        container: "hls",
        segmentSeconds,
        videoCodec: hasPicture ? (isCopied ? "copy" : "h264") : null,
        ...sizeFor(facts, rung.height),
        crf: 23,
        videoBitrateKbps: rung.kbps,
        ...(cuts && !isCopied && { keyframesAtMs: cuts }),
      },
    };
  });
  const master: NewRendition = {
    ...named(asset, masterName, ".m3u8"),
    settings: { ...shared, kind: "hls-master", container: "hls", variantNames: ["hls.*"] },
  };
  const mp4: NewRendition = {
    ...named(asset, `mp4.${top.height}p`, ".mp4"),
    settings: {
      ...shared,
      kind: "video",
      container: "mp4",
      videoCodec: !hasPicture ? null : isWhole && isPlainH264(facts) ? "copy" : "h264",
      crf: 21,
    },
  };
  return [...variants, master, ...(details.mp4Support ? [mp4] : [])];
}

function named({ assetId }: Pick<EngineAsset, "assetId">, name: string, extname: string) {
  const path = name === masterName ? `${assetId}/hls/manifest` : `${assetId}/${name.replace(".", "/")}`;
  return { profileId: name, profileName: name, extname, path };
}

function sharedSettings(
  facts: MediaFacts,
  details: ApivideoDetails,
): Omit<TranscodeSettings, "kind" | "container"> {
  // Sound is not touched by a watermark, only by a cut.
  const copiesSound = facts.audioCodec === "aac" && details.clip === null && (facts.audioChannels ?? 2) <= 2;
  const overlay = details.watermark ? toOverlay(details.watermark) : undefined;
  return {
    videoCodec: "h264",
    audioCodec: facts.audioCodec === null ? null : copiesSound ? "copy" : "aac",
    width: null,
    height: null,
    upscale: false,
    aspectMode: "constrain",
    videoBitrateKbps: null,
    audioBitrateKbps: 128,
    audioSampleRate: null,
    audioChannels: null,
    framesPerSecond: null,
    keyframeIntervalFrames: 250,
    h264Profile: null,
    crf: null,
    clipStartMs: details.clip?.startMs ?? null,
    clipLengthMs: details.clip?.lengthMs ?? null,
    segmentSeconds: null,
    variantNames: [],
    frameCount: null,
    ...(overlay && { overlay }),
  };
}

/** The shorter side gets the quality's height. */
function sizeFor({ width, height }: MediaFacts, side: number) {
  const isUpright = (width ?? 0) < (height ?? 0);
  return isUpright ? { width: side, height: null } : { width: null, height: side };
}

const isPlainH264 = ({ videoCodec, pixelFormat }: MediaFacts) =>
  videoCodec === "h264" && (pixelFormat === "yuv420p" || pixelFormat === null);

/** MPEG-TS keeps no rotation, and a player can only begin at key frames. */
function canCopyRung(facts: MediaFacts, rung: Rung, keyframesMs: readonly number[]): boolean {
  if (!isPlainH264(facts) || facts.rotation !== 0) return false;
  if ((facts.videoBitrateKbps ?? Number.POSITIVE_INFINITY) > rung.kbps * heaviestCopy) return false;
  const ends = [...keyframesMs.slice(1), facts.durationMs ?? keyframesMs.at(-1) ?? 0];
  return keyframesMs.length > 0 && keyframesMs.every((at, index) => (ends[index] ?? at) - at <= longestGapMs);
}

/**
 * Where ffmpeg's HLS muxer will cut the copied rung: at the first key frame after each multiple of the segment's
 * length. The others get key frames there and nowhere else that counts, so that all are cut alike.
 */
export function planCuts(keyframesMs: readonly number[]): number[] | undefined {
  const [start = 0] = keyframesMs;
  const cuts: number[] = [];
  for (const at of keyframesMs) {
    if (at - start >= (cuts.length + 1) * segmentSeconds * 1000) cuts.push(at - start);
  }
  return cuts.length <= mostCuts ? cuts : undefined;
}

function toOverlay(watermark: NonNullable<ApivideoDetails["watermark"]>): PictureOverlay {
  const { key, format } = watermark;
  const opacity = watermark.opacity ?? "100%";
  const length = (text: string | undefined): OverlayLength | null => {
    if (text === undefined || text === "initial") return null;
    const value = Number.parseFloat(text);
    return text.endsWith("%") ? { share: value / 100 } : { pixels: value };
  };
  return {
    key,
    format,
    left: length(watermark.left),
    right: length(watermark.right),
    top: length(watermark.top),
    bottom: length(watermark.bottom),
    width: length(watermark.width),
    height: length(watermark.height),
    opacity: opacity.endsWith("%")
      ? Number.parseFloat(opacity) / 100
      : opacity === "initial"
        ? 1
        : Number(opacity),
  };
}
