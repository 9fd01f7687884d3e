import { and, eq, inArray, isNotNull, lte, sql } from "drizzle-orm";
import { assetTable } from "../../db/schema/asset.ts";
import { type Stream, streamTable } from "../../db/schema/ziggeo-stream.ts";
import { videoTable } from "../../db/schema/ziggeo-video.ts";
import type { Engine } from "../../engine.ts";
import { doomFiles, removeDoomedFiles } from "../../library/doomed-files.ts";
import type { WholeVideo } from "./find-videos.ts";
import type { StreamSettler } from "./stream-settler.ts";
import type { UploadSlots } from "./upload-slots.ts";
import { lockVideo, type Rows, readStreams } from "./video-store.ts";
import type { Webhooks } from "./webhooks.ts";

/** How long a volatile video may stay empty. */
const volatileMs = 3600_000;
const sweepAtOnce = 100;

interface RemovalServices {
  readonly slots: UploadSlots;
  readonly settler: StreamSettler;
  readonly webhooks: Webhooks;
}

/** Videos and streams as they go: rows first, in one transaction, then files, then what the library holds. */
export class Removal {
  readonly #engine: Engine;
  readonly #services: RemovalServices;

  constructor(engine: Engine, services: RemovalServices) {
    this.#engine = engine;
    this.#services = services;
  }

  /** @param origin who wanted it, as webhooks tell: `api`, `client`, `expiration`, `volatile` */
  async removeVideo(whole: WholeVideo, origin: string): Promise<boolean> {
    const { db, storage, events } = this.#engine;
    const { video } = whole;
    const removed = await db.db.transaction(async (tx) => {
      if (!(await lockVideo(tx, video.token))) return undefined;
      const streams = await readStreams(tx, video.token);
      const keys = await this.#ownFiles(tx, streams);
      await doomFiles(tx, keys);
      await tx.delete(videoTable).where(eq(videoTable.token, video.token));
      return { streams, keys };
    });
    if (!removed) return false;
    await removeDoomedFiles(db.db, storage, removed.keys);
    for (const assetId of new Set(removed.streams.map(assetOf))) await this.#removeAsset(assetId);
    await this.#services.webhooks.tell("video_delete", whole, { event_origin: origin });
    events.publish({ accountId: video.accountId, assetIds: [video.token] });
    return true;
  }

  /**
   * What was made of an upload outlives it, and the other way round; with the last of them the asset goes. What is
   * still being made goes with its upload.
   */
  async removeStream(stream: Stream): Promise<boolean> {
    const { db, storage, library, accounts, events } = this.#engine;
    const removed = await db.db.transaction(async (tx) => {
      await lockVideo(tx, stream.videoToken);
      const gone = (await readStreams(tx, stream.videoToken)).filter(
        ({ token, parentToken, state }) =>
          token === stream.token || (parentToken === stream.token && state === "processing"),
      );
      if (!gone.some(({ token }) => token === stream.token)) return undefined;
      const keys = await this.#ownFiles(tx, gone);
      const tokens = gone.map(({ token }) => token);
      await tx.delete(streamTable).where(inArray(streamTable.token, tokens));
      await doomFiles(tx, keys);
      return { keys, left: await readStreams(tx, stream.videoToken) };
    });
    if (!removed) return false;
    await removeDoomedFiles(db.db, storage, removed.keys);
    const assetId = assetOf(stream);
    if (!removed.left.some((each) => assetOf(each) === assetId)) await this.#removeAsset(assetId);
    else if (stream.parentToken !== null) await library.removeRendition(accounts.ziggeo, stream.token);
    else await library.removeSource(accounts.ziggeo, assetId);
    await this.#services.settler.settleVideo(stream.videoToken);
    events.publish({ accountId: stream.accountId, assetIds: [stream.videoToken] });
    return true;
  }

  /** What has expired, what was volatile and stayed empty, and files that a killed process left with the library. */
  async sweep(): Promise<void> {
    const { db, clock } = this.#engine;
    const now = clock.now();
    const expired = await db.db
      .select()
      .from(videoTable)
      .where(and(isNotNull(videoTable.expiresAt), lte(videoTable.expiresAt, now)))
      .limit(sweepAtOnce);
    for (const video of expired) {
      await this.removeVideo({ video, streams: await readStreams(db.db, video.token) }, "expiration");
    }
    const empty = await db.db
      .select()
      .from(videoTable)
      .where(
        and(
          videoTable.volatile,
          eq(videoTable.state, "empty"),
          lte(videoTable.createdAt, new Date(now.getTime() - volatileMs)),
        ),
      )
      .limit(sweepAtOnce);
    for (const video of empty) {
      await this.removeVideo({ video, streams: await readStreams(db.db, video.token) }, "volatile");
    }
    await this.#services.slots.sweep();
  }

  /** Assets whose streams are all gone: the process died between the two. Before the port answers. */
  async removeOrphans(): Promise<void> {
    const { db, accounts } = this.#engine;
    const orphans = await db.db
      .select({ assetId: assetTable.assetId })
      .from(assetTable)
      .where(
        and(
          eq(assetTable.accountId, accounts.ziggeo.accountId),
          sql`NOT EXISTS (SELECT 1 FROM ziggeo_stream s
            WHERE s.token = asset.asset_id OR s.parent_token = asset.asset_id)`,
        ),
      );
    for (const { assetId } of orphans) await this.#removeAsset(assetId);
  }

  async #removeAsset(assetId: string): Promise<void> {
    await this.#engine.library.removeAsset(this.#engine.accounts.ziggeo, assetId);
  }

  /** Attached pictures that no other stream shows, and files that were sent and never became anything. */
  async #ownFiles(tx: Rows, streams: readonly Stream[]): Promise<string[]> {
    const tokens = streams.map((stream) => stream.token);
    const keys = await this.#services.slots.keysOf(tx, tokens);
    const pictures = [...new Set(streams.flatMap((stream) => stream.imageKey ?? []))];
    if (pictures.length > 0) {
      const shown = await tx.select().from(streamTable).where(inArray(streamTable.imageKey, pictures));
      const kept = new Set(
        shown.filter((stream) => !tokens.includes(stream.token)).map((stream) => stream.imageKey),
      );
      const posters = await tx
        .select({ key: assetTable.posterKey })
        .from(assetTable)
        .where(inArray(assetTable.posterKey, pictures));
      for (const poster of posters) kept.add(poster.key);
      keys.push(...pictures.filter((key) => !kept.has(key)));
    }
    // An upload that was attached and not imported yet: no asset knows its file.
    for (const { mediaKey, origin, token } of streams) {
      if (origin === "transcode" || mediaKey === null) continue;
      const [asset] = await tx.select().from(assetTable).where(eq(assetTable.assetId, token));
      if (!asset?.sourceKey) keys.push(mediaKey);
    }
    return keys;
  }
}

/** The upload's own, also when that stream is gone and what was made of it stayed. */
const assetOf = (stream: Stream) => stream.parentToken ?? stream.token;
