import { z } from "zod";
import type { WireVideo, WireVideoStatus } from "#lib/providers/apivideo/wire/videos.ts";
import type { EngineAsset, EngineRendition } from "../../library/types.ts";

const text = z.string().nullable().catch(null);

/** What an api.video video has beyond every asset; kept in the asset's details. */
export const apivideoDetails = z.object({
  description: text,
  language: text,
  languageOrigin: text,
  public: z.boolean().catch(true),
  panoramic: z.boolean().catch(false),
  mp4Support: z.boolean().catch(true),
  playerId: text,
  tags: z.array(z.string()).catch([]),
  metadata: z.array(z.object({ key: z.string(), value: z.string() })).catch([]),
});

export const isPublic = (asset: EngineAsset) => apivideoDetails.parse(asset.details).public;

/**
 * `assets` names what this engine serves at `origin`: the poster, the file as uploaded, and that file as HLS.
 * @param canPreview whether the upload plays as HLS without being encoded
 */
export function toWireVideo(asset: EngineAsset, origin: string, canPreview: boolean): WireVideo {
  const details = apivideoDetails.parse(asset.details);
  const media = `${origin}/vod/${asset.assetId}`;
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
    publishedAt: asset.status === "success" ? toAtom(asset.createdAt) : null,
    updatedAt: toAtom(asset.updatedAt),
    discarded: false,
    discardedAt: null,
    deletesAt: null,
    source: asset.sourceUrl
      ? { type: "import", uri: asset.sourceUrl }
      : { type: "upload", uri: `/videos/${asset.assetId}/source` },
    assets: {
      ...(canPreview && { hls: `${media}/hls/manifest.m3u8` }),
      ...(asset.posterKey !== null && { thumbnail: `${media}/thumbnail.jpg` }),
      ...(asset.sourceKey !== null && details.mp4Support && { mp4: `${media}/mp4/source.mp4` }),
    },
  };
}

const qualityStatuses: Readonly<Record<EngineRendition["status"], string>> = {
  queued: "waiting",
  encoding: "encoding",
  success: "encoded",
  fail: "failed",
  cancelled: "failed",
};

/** Section 6 of the protocol, status. Bitrates are kbit/s, `duration` whole seconds. */
export function toWireStatus(
  asset: EngineAsset,
  renditions: readonly EngineRendition[],
  canPreview: boolean,
): WireVideoStatus {
  const { facts } = asset;
  const isImport = asset.sourceUrl !== null;
  const isHere = asset.status === "success" || asset.status === "fail";
  const received = isImport ? (isHere ? "ingested" : "ingesting") : isHere ? "uploaded" : "uploading";
  return {
    ingest: {
      status: received,
      filesize: facts?.sizeBytes ?? null,
      receivedBytes: [],
      receivedParts: { parts: [], total: null },
    },
    encoding: {
      playable: canPreview || renditions.some((rendition) => rendition.status === "success"),
      qualities: renditions.map((rendition) => ({
        type: rendition.settings.container === "hls" ? "hls" : "mp4",
        quality: `${rendition.settings.height ?? facts?.height ?? 0}p`,
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

function toAspectRatio(width: number | null | undefined, height: number | null | undefined): string | null {
  if (!width || !height) return null;
  const divisor = greatestCommonDivisor(width, height);
  return `${width / divisor}/${height / divisor}`;
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** ATOM: `2019-12-16T08:25:51+00:00`. */
const toAtom = (date: Date) => `${date.toISOString().slice(0, 19)}+00:00`;
