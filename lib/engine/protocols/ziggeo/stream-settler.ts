import { eq } from "drizzle-orm";
import { type AssetRow, assetTable } from "../../db/schema/asset.ts";
import { type RenditionRow, renditionTable } from "../../db/schema/rendition.ts";
import { type Stream, streamTable } from "../../db/schema/ziggeo-stream.ts";
import type { Video } from "../../db/schema/ziggeo-video.ts";
import type { Engine } from "../../engine.ts";
import type { MediaFacts } from "../../library/types.ts";
import { decideVideo } from "./decide-video.ts";
import { lockVideo, type Rows, readStream, readStreams, updateStream, updateVideo } from "./video-store.ts";
import type { Webhooks } from "./webhooks.ts";

/**
 * Brings streams and their video to what the library says of their files. It reads rows and writes rows, so asking
 * once more changes nothing, and whatever a killed process missed is found at the next look.
 */
export class StreamSettler {
  readonly #engine: Engine;
  readonly #webhooks: Webhooks;
  #watching: { abort: AbortController; done: Promise<void> } | undefined;

  constructor(engine: Engine, webhooks: Webhooks) {
    this.#engine = engine;
    this.#webhooks = webhooks;
  }

  /** Follows the library from now on. */
  watch(): void {
    const abort = new AbortController();
    const done = this.#follow(abort.signal);
    this.#watching = { abort, done };
  }

  async close(): Promise<void> {
    this.#watching?.abort.abort();
    await this.#watching?.done;
  }

  /** Looks at everything that is under way. Answers the uploads whose import has not happened yet. */
  async settleAll(): Promise<string[]> {
    const rows = await this.#engine.db.db
      .select({ token: streamTable.token, parentToken: streamTable.parentToken })
      .from(streamTable)
      .where(eq(streamTable.state, "processing"));
    const uploads = [...new Set(rows.map((row) => row.parentToken ?? row.token))];
    const waiting: string[] = [];
    for (const token of uploads) {
      const isImported = await this.settleUpload(token);
      if (!isImported) waiting.push(token);
    }
    return waiting;
  }

  /** An upload and what is made of it. False while its file has not been looked into. */
  async settleUpload(uploadToken: string): Promise<boolean> {
    const { db, clock } = this.#engine;
    const settled = await db.db.transaction(async (tx) => {
      const videoToken = await findVideoToken(tx, uploadToken);
      const before = videoToken === undefined ? undefined : await lockVideo(tx, videoToken);
      if (!before) return undefined;
      const [asset] = await tx.select().from(assetTable).where(eq(assetTable.assetId, uploadToken));
      const isImported = asset !== undefined && asset.status !== "uploading";
      if (isImported) await settleStreams(tx, asset);
      const streams = await readStreams(tx, before.token);
      const decision = decideVideo(before, streams);
      const after = decision.changes
        ? ((await updateVideo(tx, before.token, decision.changes, clock.now())) ?? before)
        : before;
      return { isImported, decision, whole: { video: after, streams } };
    });
    if (!settled) return true;
    const { whole, decision } = settled;
    for (const event of decision.events) await this.#webhooks.tell(event, whole);
    if (decision.changes)
      this.#engine.events.publish({ accountId: whole.video.accountId, assetIds: [whole.video.token] });
    return settled.isImported;
  }

  /** After a stream was removed. */
  async settleVideo(videoToken: string): Promise<Video | undefined> {
    const { db, clock } = this.#engine;
    return db.db.transaction(async (tx) => {
      const before = await lockVideo(tx, videoToken);
      if (!before) return undefined;
      const { changes } = decideVideo(before, await readStreams(tx, videoToken));
      return changes ? updateVideo(tx, videoToken, changes, clock.now()) : before;
    });
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { events, accounts, log } = this.#engine;
    for await (const change of events.watch(accounts.ziggeo.accountId, signal)) {
      for (const assetId of change.assetIds) {
        await this.settleUpload(assetId).catch((error: unknown) =>
          log.error({ err: error, assetId }, "a stream could not be brought up to date"),
        );
      }
    }
  }
}

/** An upload may be deleted while what was made of it stays. */
async function findVideoToken(tx: Rows, uploadToken: string): Promise<string | undefined> {
  const stream = await readStream(tx, uploadToken);
  if (stream) return stream.videoToken;
  const [child] = await tx
    .select()
    .from(streamTable)
    .where(eq(streamTable.parentToken, uploadToken))
    .limit(1);
  return child?.videoToken;
}

async function settleStreams(tx: Rows, asset: AssetRow): Promise<void> {
  const upload = await readStream(tx, asset.assetId);
  const [child] = await tx
    .select()
    .from(streamTable)
    .where(eq(streamTable.parentToken, asset.assetId))
    .limit(1);
  if (upload)
    await updateStream(tx, upload.token, { ...toPicture(upload, asset), ...toUploadState(upload, asset) });
  if (!child) return;
  const picture = toPicture(upload ?? child, asset);
  if (child.state !== "processing") {
    if (child.imageKey !== picture.imageKey) await updateStream(tx, child.token, picture);
    return;
  }
  const [rendition] = await tx
    .select()
    .from(renditionTable)
    .where(eq(renditionTable.renditionId, child.token));
  await updateStream(tx, child.token, { ...picture, ...toChildState(asset, rendition) });
}

/** The one that was attached, or the frame that the library took. */
const toPicture = (stream: Stream, asset: AssetRow) => ({
  imageKey: stream.imageKey ?? asset.posterKey,
  imageSize: stream.imageSize,
});

function toUploadState(upload: Stream, asset: AssetRow): Partial<Stream> {
  if (upload.state !== "processing") return {};
  if (asset.status === "fail") {
    return { state: "failed", mediaKey: null, videoSize: 0, error: asset.errorMessage };
  }
  if (!asset.facts) return {};
  return { ...toFacts(asset.facts), state: upload.error === null ? "ready" : "failed" };
}

/** Ready once its poster is there too, or will never be: who waits for the video finds all of it. */
function toChildState(asset: AssetRow, rendition: RenditionRow | undefined): Partial<Stream> {
  if (!rendition) {
    return asset.status === "processing" ? {} : { state: "failed", error: "The stream was not made." };
  }
  const { status, files, facts, progressPercent } = rendition;
  if (status === "fail" || status === "cancelled") {
    return { state: "failed", error: rendition.errorMessage ?? "The stream was not made." };
  }
  const media = files[0];
  if (status !== "success" || !media || !facts || asset.pictures === "pending") return { progressPercent };
  return { ...toFacts(facts), state: "ready", mediaKey: media.key, progressPercent: 100, error: null };
}

function toFacts(facts: MediaFacts): Partial<Stream> {
  return {
    videoSize: facts.sizeBytes,
    width: facts.width,
    height: facts.height,
    durationMs: facts.durationMs === null ? null : Math.round(facts.durationMs),
    hasVideo: facts.videoCodec !== null,
    hasAudio: facts.audioCodec !== null,
  };
}
