import type { IncomingMessage, ServerResponse } from "node:http";
import type { EngineAsset } from "../library/types.ts";
import type { EngineStorage } from "../storage.ts";
import { buildPreviewPlaylist, planSegments, remuxInit, remuxSegment, type SegmentPlan } from "./remux.ts";

/** The source as HLS, remuxed on request, never encoded. */
export interface PreviewServer {
  /** Whether the source can play so: H.264 and AAC (or either alone) in a container that we demux. */
  canPreview(asset: EngineAsset): boolean;
  /**
   * Answers `index.m3u8`, `init.mp4` or `<n>.m4s` of the asset's preview, with CORS, HEAD and lengths;
   * 404 for any other name.
   */
  serve(req: IncomingMessage, res: ServerResponse, asset: EngineAsset, file: string): Promise<void>;
}

/** What browsers play without our encoding it: 8 bit, 4:2:0. */
const playablePixels = new Set(["yuv420p", "yuvj420p", null]);
const demuxedFormats = new Set(["mp4", "mov", "matroska", "mpegts", "adts"]);
/** A source that has no key frame for longer than this makes segments that no player should wait for. */
const longestSegmentSeconds = 30;
const keptPlans = 200;

export function createPreviewServer(storage: EngineStorage): PreviewServer {
  // A file never changes under its key, so its plan does not either.
  const plans = new Map<string, Promise<SegmentPlan>>();
  const planOf = (key: string) => {
    const known = plans.get(key);
    if (known) return known;
    const plan = planSegments(storage.pathOf(key));
    plans.set(key, plan);
    plan.catch(() => plans.delete(key));
    for (const oldest of plans.keys()) {
      if (plans.size <= keptPlans) break;
      plans.delete(oldest);
    }
    return plan;
  };

  return {
    canPreview({ facts, sourceKey }) {
      if (!facts || !sourceKey || !demuxedFormats.has(facts.formatName)) return false;
      const picture = facts.videoCodec === null || facts.videoCodec === "h264";
      const sound = facts.audioCodec === null || facts.audioCodec === "aac";
      return picture && sound && playablePixels.has(facts.pixelFormat);
    },

    async serve(req, res, asset, file) {
      const kind = toKind(file);
      if (!asset.sourceKey || kind === undefined || !this.canPreview(asset)) return end(res, 404);
      if (req.method === "OPTIONS") return end(res, 204);
      if (req.method !== "GET" && req.method !== "HEAD") return end(res, 405);
      // Not to be read after all (cut short, an index that lies): then there is no preview of it.
      const plan = await planOf(asset.sourceKey).catch(() => undefined);
      if (!plan) return end(res, 404);
      const source = storage.pathOf(asset.sourceKey);
      const longest = Math.max(
        ...plan.boundaries.slice(1).map((at, index) => at - (plan.boundaries[index] ?? 0)),
      );
      if (longest > longestSegmentSeconds) return end(res, 404);
      if (kind === "playlist") {
        return answer(req, res, "application/vnd.apple.mpegurl", Buffer.from(buildPreviewPlaylist(plan)));
      }
      if (kind === "init") return answer(req, res, "video/mp4", await remuxInit(source, plan));
      if (kind >= plan.boundaries.length - 1) return end(res, 404);
      return answer(req, res, "video/iso.segment", await remuxSegment(source, plan, kind));
    },
  };
}

function toKind(file: string): "playlist" | "init" | number | undefined {
  if (file === "index.m3u8") return "playlist";
  if (file === "init.mp4") return "init";
  const segment = /^(\d{1,6})\.m4s$/.exec(file)?.[1];
  return segment === undefined ? undefined : Number(segment);
}

const headers = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "content-length",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "cross-origin",
} as const;

function answer(req: IncomingMessage, res: ServerResponse, mimeType: string, bytes: Uint8Array): void {
  res.writeHead(200, {
    ...headers,
    "content-type": mimeType,
    "content-length": String(bytes.byteLength),
    "cache-control": "private, max-age=3600, immutable",
  });
  res.end(req.method === "HEAD" ? undefined : bytes);
}

function end(res: ServerResponse, status: 204 | 404 | 405): void {
  res.writeHead(status, {
    ...headers,
    ...(status === 204
      ? { "access-control-allow-methods": "GET, HEAD, OPTIONS" }
      : { "content-length": "0" }),
  });
  res.end();
}
