import type { Stream } from "../../db/schema/ziggeo-stream.ts";
import type { Video } from "../../db/schema/ziggeo-video.ts";
import type { Engine } from "../../engine.ts";
import type { MediaFacts } from "../../library/types.ts";
import { MediaUnreadableError } from "../../media/media-tools.ts";
import type { StreamSettler } from "./stream-settler.ts";
import { toTranscoded, whyUnfit } from "./transcode.ts";
import { insertStream, lockVideo, readChild, readStream, updateStream } from "./video-store.ts";

const probeMs = 60_000;

/**
 * The job after a video was attached: looks into the file, keeps it as the upload's asset in the library, and has
 * the stream for players made. Every step may find itself done: the process may have died after it.
 */
export class SourceImport {
  readonly #engine: Engine;
  readonly #settler: StreamSettler;

  constructor(engine: Engine, settler: StreamSettler) {
    this.#engine = engine;
    this.#settler = settler;
  }

  async run(streamToken: string): Promise<void> {
    const { db, library, accounts } = this.#engine;
    const stream = await readStream(db.db, streamToken);
    const sourceKey = stream?.mediaKey;
    if (!stream || !sourceKey || stream.state !== "processing") return;
    const known = await library.findAsset(accounts.ziggeo, streamToken);
    if (!known) {
      await library.createAsset({
        account: accounts.ziggeo,
        assetId: streamToken,
        title: streamToken,
        originalFilename: `${streamToken}.${stream.videoType ?? "bin"}`,
      });
    }
    if (!known || known.status === "uploading") {
      const child = await this.#plan(stream, sourceKey);
      await library.importSource(streamToken, { sourceKey, renditions: child ? [child] : [] });
    }
    await this.#settler.settleUpload(streamToken);
  }

  /** The stream to be made, its row first, so that a restart makes the same; undefined when the file is unfit. */
  async #plan(stream: Stream, sourceKey: string) {
    const { db, clock } = this.#engine;
    const facts = await this.#probe(sourceKey);
    return db.db.transaction(async (tx) => {
      const video: Video | undefined = await lockVideo(tx, stream.videoToken);
      if (!video || !facts) return undefined;
      const reason = whyUnfit(video, facts);
      if (reason !== undefined) {
        await updateStream(tx, stream.token, { error: reason });
        return undefined;
      }
      const child =
        (await readChild(tx, stream.token)) ??
        (await insertStream(
          tx,
          video,
          {
            origin: "transcode",
            parentToken: stream.token,
            state: "processing",
            isBound: true,
            videoType: "mp4",
            submittedAt: clock.now(),
          },
          clock.now(),
        ));
      return toTranscoded(child.token, video, facts);
    });
  }

  async #probe(sourceKey: string): Promise<MediaFacts | undefined> {
    try {
      return await this.#engine.media.probe(sourceKey, AbortSignal.timeout(probeMs));
    } catch (error) {
      // The import that follows says so, and removes the file.
      if (error instanceof MediaUnreadableError) return undefined;
      throw error;
    }
  }
}
