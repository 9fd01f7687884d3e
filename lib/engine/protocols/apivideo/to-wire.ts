import type { WireVideo, WireVideoAddition, WireVideoStatus } from "#lib/providers/apivideo/wire/videos.ts";
import type { EngineAsset, EngineRendition } from "../../library/types.ts";
import { mediaAddresses } from "./addresses.ts";
import { masterName, qualityOf } from "./ladder.ts";
import type { MediaTokens } from "./media-tokens.ts";
import { toAtom } from "./times.ts";
import type { KnownUpload } from "./upload-rows.ts";
import { type ApivideoDetails, detailsOf } from "./video-details.ts";

export interface WireContext {
  readonly origin: string;
  readonly tokens: MediaTokens;
  /** Whether the upload plays as HLS without being encoded. */
  readonly canPreview: boolean;
}

/** `assets` names what this engine serves at `origin`: the player, HLS, poster and file. */
export function toWireVideo(asset: EngineAsset, context: WireContext): WireVideo {
  const details = detailsOf(asset);
  const isDiscarded = details.discardedAt !== null;
  const { iframe, player, at } = mediaAddresses("vod", asset.assetId, {
    ...context,
    isPublic: details.public,
  });
  return {
    videoId: asset.assetId,
    title: asset.title,
    description: details.description,
    language: details.language,
    languageOrigin: details.languageOrigin,
    public: details.public,
    panoramic: details.panoramic,
    mp4Support: details.mp4Support,
    playerId: details.playerId,
    tags: details.tags,
    metadata: details.metadata,
    createdAt: toAtom(asset.createdAt),
    publishedAt: toAtomOrNull(publishedAt(asset, details, context)),
    updatedAt: toAtom(asset.updatedAt),
    discarded: isDiscarded,
    discardedAt: toAtomOrNull(details.discardedAt),
    deletesAt: toAtomOrNull(details.deletesAt),
    source: toSource(asset, details),
    assets: isDiscarded
      ? null
      : {
          iframe,
          player,
          hls: at("hls/manifest.m3u8"),
          thumbnail: at("thumbnail.jpg"),
          ...(details.mp4Support && { mp4: at("mp4/source.mp4") }),
        },
    reelyard: toAddition(asset, details, context, at),
  };
}

function toAddition(
  asset: EngineAsset,
  details: ApivideoDetails,
  { canPreview }: WireContext,
  at: (file: string) => string,
): WireVideoAddition {
  const isPlayable = isPlayableNow(asset, details, canPreview);
  const { filmstrip } = asset;
  return {
    status: statusOf(asset, isPlayable),
    error: asset.errorMessage,
    playable: isPlayable,
    hasThumbnail: asset.posterKey !== null || details.thumbnail !== null,
    picturesPending: asset.pictures === "pending",
    filmstrip: filmstrip && {
      url: at("filmstrip.jpg"),
      frameCount: filmstrip.frameCount,
      frameWidth: filmstrip.frameWidth,
      frameHeight: filmstrip.frameHeight,
    },
    sizeBytes: asset.facts?.sizeBytes ?? null,
    durationMs: asset.facts?.durationMs ?? null,
  };
}

function statusOf(asset: EngineAsset, isPlayable: boolean): WireVideoAddition["status"] {
  switch (asset.status) {
    case "fail":
      return "failed";
    case "processing":
      return "importing";
    case "success":
      return isPlayable ? "ready" : "encoding";
    default:
      return asset.details.sourceKind == null ? "draft" : "importing";
  }
}

const isPlayableNow = (asset: EngineAsset, details: ApivideoDetails, canPreview: boolean) =>
  details.discardedAt === null && asset.status === "success" && (canPreview || details.publishedAt !== null);

/** What plays from its source is published as soon as that is here. */
function publishedAt(
  asset: EngineAsset,
  details: ApivideoDetails,
  { canPreview }: WireContext,
): string | null {
  if (details.publishedAt !== null) return details.publishedAt;
  return asset.status === "success" && canPreview ? asset.createdAt.toISOString() : null;
}

function toSource(asset: EngineAsset, { sourceKind, liveStreamId }: ApivideoDetails): WireVideo["source"] {
  if (sourceKind === "import") return { type: "import", uri: asset.sourceUrl };
  if (liveStreamId !== null) {
    const uri = `/live-streams/${liveStreamId}`;
    return { type: "liveStream", uri, liveStream: { liveStreamId, links: [{ rel: "self", uri }] } };
  }
  return { type: "upload", uri: `/videos/${asset.assetId}/source` };
}

const qualityStatuses: Readonly<Record<EngineRendition["status"], string>> = {
  queued: "waiting",
  encoding: "encoding",
  success: "encoded",
  fail: "failed",
  cancelled: "failed",
};

/** Lowest HLS first, as the service encodes them; the MP4 last. The playlist over them is no quality. */
export function sortedQualities(renditions: readonly EngineRendition[]): EngineRendition[] {
  const rank = ({ profileName }: EngineRendition) =>
    (profileName.startsWith("mp4.") ? 100_000 : 0) + Number.parseInt(qualityOf(profileName), 10);
  return renditions
    .filter(({ profileName }) => profileName !== masterName)
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Section 6 of the protocol, status. Bitrates are kbit/s, `duration` whole seconds. */
export function toWireStatus(
  asset: EngineAsset,
  renditions: readonly EngineRendition[],
  upload: KnownUpload | undefined,
  canPreview: boolean,
): WireVideoStatus {
  const { facts } = asset;
  const details = detailsOf(asset);
  const isImport = details.sourceKind === "import" || details.sourceKind === "clone";
  const isHere = asset.status === "success" || asset.status === "fail" || upload?.row.state === "complete";
  const received = isImport ? (isHere ? "ingested" : "ingesting") : isHere ? "uploaded" : "uploading";
  return {
    ingest: {
      status: received,
      filesize: facts?.sizeBytes ?? null,
      ...toReceived(upload),
    },
    encoding: {
      playable: isPlayableNow(asset, details, canPreview),
      qualities: sortedQualities(renditions).map((rendition) => ({
        type: rendition.settings.container === "hls" ? "hls" : "mp4",
        quality: qualityOf(rendition.profileName),
        status: qualityStatuses[rendition.status],
      })),
      metadata: {
        width: facts?.width ?? null,
        height: facts?.height ?? null,
        bitrate: facts?.videoBitrateKbps ?? null,
        duration: facts?.durationMs == null ? null : Math.round(facts.durationMs / 1000),
        framerate: facts?.framesPerSecond ?? null,
        samplerate: facts?.audioSampleRate ?? null,
        videoCodec: facts?.videoCodec ?? null,
        audioCodec: facts?.audioCodec ?? null,
        aspectRatio: toAspectRatio(facts?.width, facts?.height),
      },
    },
  };
}

function toReceived(upload: KnownUpload | undefined) {
  const { row, chunks = [] } = upload ?? {};
  const sorted = chunks.toSorted((a, b) => a.position - b.position);
  return {
    receivedBytes:
      row?.notation === "bytes"
        ? sorted.map(({ position, length }) => ({
            from: position,
            to: position + length - 1,
            total: row.total,
          }))
        : [],
    receivedParts:
      row?.notation === "parts"
        ? { parts: sorted.map(({ position }) => position), total: row.total }
        : { parts: [], total: null },
  };
}

function toAspectRatio(width: number | null | undefined, height: number | null | undefined): string | null {
  if (!width || !height) return null;
  const divisor = greatestCommonDivisor(width, height);
  return `${width / divisor}/${height / divisor}`;
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

const toAtomOrNull = (iso: string | null) => (iso === null ? null : toAtom(new Date(iso)));
