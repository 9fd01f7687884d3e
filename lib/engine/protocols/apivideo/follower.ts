import { toldQualityTable } from "../../db/schema/apivideo-told-quality.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset, EngineRendition } from "../../library/types.ts";
import { listKeyframes } from "../../media/keyframes.ts";
import type { Announcer } from "./announcer.ts";
import { masterName, planLadder, qualityOf } from "./ladder.ts";
import type { Speech } from "./speech.ts";
import type { Thumbnails } from "./thumbnails.ts";
import { sortedQualities } from "./to-wire.ts";
import { detailsOf, isChangedFromSource } from "./video-details.ts";
import type { VideoStore } from "./video-store.ts";

const queue = "apivideo-follow";
/** Containers whose index says where the key frames are. */
const indexed = new Set(["mp4", "mov", "matroska", "webm"]);

/** Videos with something to do: imported and nothing made of them, or a quality done that nobody was told of. */
const pending = `SELECT asset_id FROM asset WHERE account_id = 'apivideo' AND status = 'success' AND source_key IS NOT NULL
  AND (NOT EXISTS (SELECT 1 FROM rendition WHERE rendition.asset_id = asset.asset_id)
    OR EXISTS (SELECT 1 FROM rendition WHERE rendition.asset_id = asset.asset_id AND rendition.status = 'success'
      AND rendition.profile_name <> 'hls' AND NOT EXISTS (
        SELECT 1 FROM apivideo_told_quality told WHERE told.rendition_id = rendition.rendition_id)))`;

interface Services {
  readonly videos: VideoStore;
  readonly announcer: Announcer;
  readonly thumbnails: Thumbnails;
  readonly speech: Speech;
}

/**
 * What follows from a video's import and from its qualities: the ladder, the picture somebody chose, captions, and
 * the events. Driven by the engine's changes, and at the start by what the rows say is still to do.
 */
export class Follower {
  readonly #engine: Engine;
  readonly #services: Services;
  readonly #stop = new AbortController();
  #watching: Promise<void> | undefined;

  constructor(engine: Engine, services: Services) {
    this.#engine = engine;
    this.#services = services;
  }

  /** Before the job loop starts. */
  defineJobs(): void {
    this.#engine.jobs.define<{ videoId: string }>(queue, {
      lane: "light",
      retryLimit: 10,
      handler: ({ videoId }, job) => this.#follow(videoId, job.signal),
    });
  }

  async start(): Promise<void> {
    const watched = this.#engine.events.watch(this.#engine.accounts.apivideo.accountId, this.#stop.signal);
    this.#watching = this.#watch(watched);
    for (const { asset_id } of await this.#engine.db.query<{ asset_id: string }>(pending)) {
      await this.#send(asset_id);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
  }

  async #watch(changes: AsyncIterable<{ assetIds: readonly string[] }>): Promise<void> {
    for await (const { assetIds } of changes) {
      try {
        const rows = await this.#engine.db.query<{ asset_id: string }>(
          `${pending} AND asset_id = ANY($1::text[])`,
          [assetIds],
        );
        for (const { asset_id } of rows) await this.#send(asset_id);
      } catch (error) {
        if (!this.#stop.signal.aborted) {
          this.#engine.log.error({ err: error, provider: "apivideo" }, "a change was not followed");
        }
      }
    }
  }

  async #send(videoId: string): Promise<void> {
    await this.#engine.jobs.send(queue, { videoId }, { singletonKey: videoId });
  }

  async #follow(videoId: string, signal: AbortSignal): Promise<void> {
    const asset = await this.#services.videos.find(videoId);
    if (!asset?.facts || asset.status !== "success" || !asset.sourceKey) return;
    const renditions = await this.#services.videos.renditionsOf(videoId);
    if (renditions.length === 0) {
      await this.#makeLadder(asset);
      await this.#services.thumbnails.takeAwaited(asset, signal);
      await this.#services.speech.follow(asset);
      return;
    }
    // An HLS quality is done when players can reach it: when the playlist over all of them is there.
    const isListed = renditions.some(
      ({ profileName, status }) => profileName === masterName && status === "success",
    );
    for (const rendition of sortedQualities(renditions)) {
      const isHls = rendition.settings.container === "hls";
      if (rendition.status !== "success" || (isHls && !isListed)) continue;
      await this.#tell(asset, rendition);
    }
  }

  /** The event and that it was told are stored together: each quality is told once, whatever is killed when. */
  async #tell(asset: EngineAsset, { renditionId, profileName, settings }: EngineRendition): Promise<void> {
    const { liveStreamId, publishedAt } = detailsOf(asset);
    // Before the transaction: the embedded database has one connection, which that holds.
    const deliveries = await this.#services.announcer.deliveriesOf({
      type: "video.encoding.quality.completed",
      videoId: asset.assetId,
      ...(liveStreamId !== null && { liveStreamId }),
      encoding: settings.container === "hls" ? "hls" : "mp4",
      quality: qualityOf(profileName),
    });
    const isFirst = await this.#engine.db.db.transaction(async (tx) => {
      const told = await tx
        .insert(toldQualityTable)
        .values({ renditionId })
        .onConflictDoNothing()
        .returning({ renditionId: toldQualityTable.renditionId });
      if (told.length === 0) return false;
      for (const delivery of deliveries) await this.#engine.deliveries.send(delivery, tx);
      return true;
    });
    if (!isFirst) return;
    this.#engine.deliveries.nudge();
    if (publishedAt === null && settings.container === "hls") {
      await this.#services.videos.merge(asset.assetId, {
        publishedAt: this.#engine.clock.now().toISOString(),
      });
    }
  }

  async #makeLadder(asset: EngineAsset): Promise<void> {
    if (!asset.facts || !asset.sourceKey) return;
    const details = detailsOf(asset);
    const wantsKeyframes = indexed.has(asset.facts.formatName) && !isChangedFromSource(details);
    const keyframesMs = wantsKeyframes
      ? await listKeyframes(this.#engine.storage.pathOf(asset.sourceKey)).catch(() => undefined)
      : undefined;
    await this.#engine.library.addRenditions(
      asset.assetId,
      planLadder(asset, asset.facts, details, keyframesMs),
    );
  }
}
