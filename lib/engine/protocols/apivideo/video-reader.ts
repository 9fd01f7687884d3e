import type { WireVideo, WireVideoStatus } from "#lib/providers/apivideo/wire/videos.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset } from "../../library/types.ts";
import type { ChunkStore } from "./chunk-store.ts";
import type { MediaTokens } from "./media-tokens.ts";
import { toWireStatus, toWireVideo } from "./to-wire.ts";
import { detailsOf, isChangedFromSource } from "./video-details.ts";
import type { VideoStore } from "./video-store.ts";

/** Videos as the wire has them. */
export class VideoReader {
  readonly #engine: Engine;
  readonly #videos: VideoStore;
  readonly #uploads: ChunkStore;
  readonly #tokens: MediaTokens;

  constructor(engine: Engine, services: { videos: VideoStore; uploads: ChunkStore; tokens: MediaTokens }) {
    this.#engine = engine;
    this.#videos = services.videos;
    this.#uploads = services.uploads;
    this.#tokens = services.tokens;
  }

  /** The source as it is plays only where it is not to be cut or marked. */
  canPreview(asset: EngineAsset): boolean {
    return !isChangedFromSource(detailsOf(asset)) && this.#engine.previews.canPreview(asset);
  }

  toWire(asset: EngineAsset, origin: string): WireVideo {
    return toWireVideo(asset, { origin, tokens: this.#tokens, canPreview: this.canPreview(asset) });
  }

  async status(asset: EngineAsset): Promise<WireVideoStatus> {
    const [renditions, upload] = await Promise.all([
      this.#videos.renditionsOf(asset.assetId),
      this.#uploads.find(asset.assetId),
    ]);
    return toWireStatus(asset, renditions, upload, this.canPreview(asset));
  }
}
