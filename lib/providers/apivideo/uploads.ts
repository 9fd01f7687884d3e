import { isNotFound } from "../errors.ts";
import type { CallOptions, ChunkStanding, UploadTarget } from "../provider.ts";
import type { ApivideoClient } from "./client.ts";

/** At least 5 MiB each but the last, at most 10,000 of them (`apivideo.md` section 7). */
const partSizeBytes = 16 * 1024 * 1024;
const maxSizeBytes = 52_428_800_000;
/** Parts may arrive in any order, several at once. */
const maxConnections = 8;
/** As long as a paused upload may rest: no other token may go on with the video that this one began. */
const tokenLifetimeSeconds = 7 * 24 * 60 * 60;

const longestTitle = 255;

/**
 * Uploads from a browser: a video made with the key, a token that lets the browser send into it and nothing else, and
 * the file in numbered parts (https://docs.api.video/vod/delegated-upload-tokens).
 */
export function buildUploads(client: ApivideoClient, baseUrl: string): UploadTarget {
  return {
    destinations: async () => [{ destinationId: "videos", name: "Videos", renditionNames: [], maxSizeBytes }],
    async begin({ fileName, sizeBytes }, options) {
      const { token } = await client.uploadTokens.create(tokenLifetimeSeconds, options);
      const { videoId } = await client.videos.create({ title: fileName.slice(0, longestTitle) }, options);
      return {
        kind: "chunks",
        url: `${baseUrl}/upload?${new URLSearchParams({ token })}`,
        providerAssetId: videoId,
        partSizeBytes,
        partCount: Math.max(1, Math.ceil(sizeBytes / partSizeBytes)),
        maxConnections,
      };
    },
    chunks: {
      async standing({ url, providerAssetId }, options) {
        const token = tokenOf(url);
        const [isOpen, arrived] = await Promise.all([
          token !== null && isThere(client.uploadTokens.get(token, options)),
          readArrived(client, providerAssetId, options),
        ]);
        return arrived && { isOpen, ...arrived };
      },
      async release({ url, providerAssetId }, options) {
        const arrived = await readArrived(client, providerAssetId, options);
        const isHalf = arrived !== undefined && !arrived.isComplete;
        const token = tokenOf(url);
        await Promise.all([
          token !== null && isThere(client.uploadTokens.remove(token, options)),
          providerAssetId !== null && isHalf && isThere(client.videos.remove(providerAssetId, options)),
        ]);
      },
    },
  };
}

const tokenOf = (url: string | null) =>
  url === null ? null : (URL.parse(url, "http://browser.invalid")?.searchParams.get("token") ?? null);

/** Undefined when the video is gone; no video yet is one of which nothing has arrived. */
async function readArrived(
  client: ApivideoClient,
  videoId: string | null,
  options?: CallOptions,
): Promise<Omit<ChunkStanding, "isOpen"> | undefined> {
  if (videoId === null) return { isComplete: false, parts: [] };
  try {
    const { ingest } = await client.videos.status(videoId, options);
    return {
      isComplete: ingest != null && ingest.status !== "uploading",
      parts: (ingest?.receivedParts?.parts ?? []).map((number) => number - 1),
    };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Whether what was asked for, or is to go, was there. */
async function isThere(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
