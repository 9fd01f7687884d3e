import type { Engine } from "../../engine.ts";
import { assetFolder } from "../../library/storage-keys.ts";
import type { EngineAsset } from "../../library/types.ts";
import { FfmpegError } from "../../media/run-ffmpeg.ts";
import { takeFrame } from "../../media/take-frame.ts";
import { type FormFile, type PictureFormat, pictureMimeTypes } from "./file-form.ts";
import { randomText } from "./ids.ts";
import { parseTimecode } from "./times.ts";
import { detailsOf } from "./video-details.ts";
import type { VideoStore } from "./video-store.ts";

export const mostThumbnailBytes = 8 * 1024 * 1024;
const frameMs = 30_000;

/** Pictures that people choose for a video: a file, or an instant of it. */
export class Thumbnails {
  readonly #engine: Engine;
  readonly #videos: VideoStore;

  constructor(engine: Engine, videos: VideoStore) {
    this.#engine = engine;
    this.#videos = videos;
  }

  store(asset: EngineAsset, file: Pick<FormFile, "bytes">, format: PictureFormat): Promise<EngineAsset> {
    return this.#set(asset, file.bytes, format);
  }

  /** Without a source yet, or one without a picture, the wish is kept until there is one. */
  async pick(asset: EngineAsset, timecode: string): Promise<EngineAsset> {
    const picked = await this.#take(asset, timecode, AbortSignal.timeout(frameMs));
    return picked ?? this.#videos.change(asset.assetId, { thumbnailTimecode: timecode });
  }

  /** The instant that was chosen before the source came. */
  async takeAwaited(asset: EngineAsset, signal: AbortSignal): Promise<void> {
    const { thumbnailTimecode } = detailsOf(asset);
    if (thumbnailTimecode !== null) await this.#take(asset, thumbnailTimecode, signal);
  }

  async #take(asset: EngineAsset, timecode: string, signal: AbortSignal): Promise<EngineAsset | undefined> {
    const { sourceKey, facts } = asset;
    const atMs = parseTimecode(timecode, facts?.framesPerSecond ?? null) ?? 0;
    if (!sourceKey || !facts?.videoCodec) return undefined;
    const { storage, media, config } = this.#engine;
    const tools = { storage, toolchain: media.toolchain, limits: config.limits };
    try {
      const jpeg = await takeFrame(tools, { sourceKey, facts }, atMs, signal);
      return await this.#set(asset, jpeg, "jpeg");
    } catch (error) {
      if (!(error instanceof FfmpegError)) throw error;
      this.#engine.log.info({ videoId: asset.assetId, why: error.message }, "no thumbnail could be taken");
      return undefined;
    }
  }

  async #set(asset: EngineAsset, bytes: Buffer, format: PictureFormat): Promise<EngineAsset> {
    const key = `${assetFolder(asset.assetId)}/thumbnail-${randomText(8)}.${format}`;
    await this.#engine.storage.write(key, bytes);
    const changed = await this.#videos.change(asset.assetId, {
      thumbnail: { key, mimeType: pictureMimeTypes[format] },
      thumbnailTimecode: null,
    });
    const before = detailsOf(asset).thumbnail;
    if (before) await this.#engine.storage.remove(before.key);
    return changed;
  }
}
