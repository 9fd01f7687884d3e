import path from "node:path";
import type { JobContext } from "#lib/job-loop/job-loop.ts";
import type { Engine } from "../../engine.ts";
import { assetFolder } from "../../library/storage-keys.ts";
import type { EngineAsset } from "../../library/types.ts";
import type { ChunkStore } from "./chunk-store.ts";
import type { VideoStore } from "./video-store.ts";

const importQueue = "apivideo-import";
const cloneQueue = "apivideo-clone";

/** How sources become videos: from uploads that are whole, from addresses, from other videos, from recordings. */
export class Intake {
  readonly #engine: Engine;
  readonly #videos: VideoStore;
  readonly #uploads: ChunkStore;

  constructor(engine: Engine, services: { videos: VideoStore; uploads: ChunkStore }) {
    this.#engine = engine;
    this.#videos = services.videos;
    this.#uploads = services.uploads;
  }

  /** Before the job loop starts. */
  defineJobs(): void {
    this.#engine.jobs.define<{ videoId: string }>(importQueue, {
      lane: "light",
      retryLimit: 5,
      handler: ({ videoId }) => this.#import(videoId),
    });
    this.#engine.jobs.define<{ videoId: string; fromVideoId: string }>(cloneQueue, {
      lane: "light",
      retryLimit: 5,
      handler: (data, job) => this.#clone(data, job),
    });
  }

  /** What a process that stopped had acknowledged and not imported. */
  async recover(): Promise<void> {
    for (const videoId of await this.#uploads.listComplete()) {
      await this.#engine.jobs.send(importQueue, { videoId }, { singletonKey: videoId });
    }
  }

  /** All bytes are here and acknowledged: looking into them is a job, at once. */
  async complete(videoId: string): Promise<EngineAsset> {
    const known = await this.#uploads.find(videoId);
    const name = known?.row.fileName ?? "file";
    const asset = await this.#videos.change(
      videoId,
      { sourceKind: "upload" },
      { status: "processing", originalFilename: name, extname: extnameOf(name) },
    );
    this.#sendImport(videoId).catch((error: unknown) =>
      this.#engine.log.error({ err: error, videoId }, "an upload's import was not queued"),
    );
    return asset;
  }

  async fromUrl(videoId: string): Promise<void> {
    await this.#engine.library.importFromUrl(videoId, { renditions: [] });
  }

  async fromVideo(videoId: string, fromVideoId: string): Promise<void> {
    await this.#engine.jobs.send(cloneQueue, { videoId, fromVideoId }, { singletonKey: videoId });
  }

  /** A finished file of ours becomes the video's source. Every step may find itself done. */
  async adopt(videoId: string, file: string | undefined): Promise<void> {
    const asset = await this.#videos.find(videoId);
    if (!asset) return;
    const sourceKey = `${assetFolder(videoId)}/source${asset.extname}`;
    if (file !== undefined && (await this.#engine.storage.sizeOf(sourceKey)) === undefined) {
      await this.#engine.storage.adopt(file, sourceKey);
    }
    if (asset.status === "uploading" || asset.status === "processing") {
      await this.#engine.library.importSource(videoId, { sourceKey, renditions: [] });
    }
  }

  async #import(videoId: string): Promise<void> {
    const known = await this.#uploads.find(videoId);
    if (known?.row.state !== "complete") return;
    const asset = await this.#videos.find(videoId);
    if (asset) {
      const sourceKey = `${assetFolder(videoId)}/source${asset.extname}`;
      const isMoved = (await this.#engine.storage.sizeOf(sourceKey)) !== undefined;
      try {
        await this.adopt(videoId, isMoved ? undefined : await this.#uploads.assemble(known));
      } catch (error) {
        // Deleted for good while it was imported: its bytes were pulled away, which is no failure.
        if (await this.#videos.find(videoId)) throw error;
      }
    }
    await this.#uploads.discard(videoId);
  }

  async #clone({ videoId, fromVideoId }: { videoId: string; fromVideoId: string }, job: JobContext) {
    const from = await this.#videos.find(fromVideoId);
    if (!from?.sourceKey) {
      const columns = { status: "fail" as const };
      await this.#videos.merge(videoId, {}, columns);
      return;
    }
    const work = await this.#engine.storage.workDirectory("clone");
    try {
      const file = path.join(work.path, "source");
      await this.#engine.storage.linkInto(from.sourceKey, file);
      job.signal.throwIfAborted();
      await this.adopt(videoId, file);
    } finally {
      await work.dispose();
    }
  }

  async #sendImport(videoId: string): Promise<void> {
    await this.#engine.jobs.runOwed(importQueue, { videoId }, { singletonKey: videoId });
  }
}

/** Of a name that a stranger chose: letters and digits, or nothing. */
export function extnameOf(fileName: string): string {
  const extension = path.extname(fileName).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : "";
}
