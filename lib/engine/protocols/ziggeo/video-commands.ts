import { eq, sql } from "drizzle-orm";
import type { Stream } from "../../db/schema/ziggeo-stream.ts";
import type { UploadSlot } from "../../db/schema/ziggeo-upload.ts";
import { type Video, videoTable } from "../../db/schema/ziggeo-video.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import type { ReceivedFile } from "../../uploads/receive-form.ts";
import { readText } from "./argument-values.ts";
import type { Arguments } from "./arguments.ts";
import type { VideoFinder, WholeVideo } from "./find-videos.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { StreamIntake } from "./stream-intake.ts";
import { toWebVtt } from "./subtitles.ts";
import { readVideoChanges } from "./video-arguments.ts";
import {
  insertStream,
  insertVideo,
  lockVideo,
  readStream,
  updateStream,
  updateVideo,
} from "./video-store.ts";
import type { Webhooks } from "./webhooks.ts";

/** Who makes something: a server with the private key, or a browser in a session. */
export interface Maker {
  readonly origin: Exclude<Stream["origin"], "transcode">;
  readonly session: string | null;
}
export const serverMaker: Maker = { origin: "server", session: null };

/** What changes videos and streams, whichever door it came through. */
export class VideoCommands {
  readonly #engine: Engine;
  readonly #finder: VideoFinder;
  readonly #intake: StreamIntake;
  readonly #webhooks: Webhooks;

  constructor(engine: Engine, services: { finder: VideoFinder; intake: StreamIntake; webhooks: Webhooks }) {
    this.#engine = engine;
    this.#finder = services.finder;
    this.#intake = services.intake;
    this.#webhooks = services.webhooks;
  }

  /** Throws 404. */
  async getVideo(account: EngineAccount, tokenOrKey: string): Promise<WholeVideo> {
    const whole = await this.#finder.find(account, tokenOrKey);
    if (!whole) throw new ZiggeoProblem(404, "There is no such video.");
    return whole;
  }

  /** Throws 404: also for a stream of another video. */
  async getStream(
    account: EngineAccount,
    videoTokenOrKey: string,
    tokenOrKey: string,
  ): Promise<{ video: Video; stream: Stream }> {
    const video = await this.#finder.findVideo(account, videoTokenOrKey);
    const stream = video && (await this.#finder.findStream(video.token, tokenOrKey));
    if (!stream) throw new ZiggeoProblem(404, "There is no such stream.");
    return { video, stream };
  }

  /** A video that waits for its file. */
  async create(account: EngineAccount, given: Arguments, maker: Maker = serverMaker): Promise<WholeVideo> {
    const now = this.#engine.clock.now();
    const changes = readVideoChanges(given, now);
    const video = await insertVideo(this.#engine.db.db, account, { ...changes, session: maker.session }, now);
    return this.#created({ video, streams: [] });
  }

  /** A video with the stream that its file becomes. */
  async createForFile(
    account: EngineAccount,
    given: Arguments,
    maker: Maker = serverMaker,
  ): Promise<WholeVideo & { stream: Stream }> {
    const { db, clock } = this.#engine;
    const now = clock.now();
    const changes = readVideoChanges(given, now);
    const made = await db.db.transaction(async (tx) => {
      const video = await insertVideo(tx, account, { ...changes, session: maker.session }, now);
      const stream = await insertStream(
        tx,
        video,
        { origin: maker.origin, videoType: readVideoType(given) },
        now,
      );
      const shown = await updateVideo(
        tx,
        video.token,
        { defaultStream: stream.token, originalStream: stream.token },
        now,
      );
      return { video: shown ?? video, streams: [stream], stream };
    });
    await this.#created(made);
    return made;
  }

  /** Three steps in one: the file came with the arguments. */
  async createWithFile(
    account: EngineAccount,
    given: Arguments,
    file: ReceivedFile,
    maker: Maker = serverMaker,
  ): Promise<WholeVideo> {
    const { video, stream } = await this.createForFile(account, given, maker);
    await this.#intake.attach(stream, "video", file, toVideoType(file.fileName) ?? stream.videoType);
    return this.getVideo(account, video.token);
  }

  async update(account: EngineAccount, tokenOrKey: string, given: Arguments): Promise<WholeVideo> {
    const { db, clock, events } = this.#engine;
    const before = await this.getVideo(account, tokenOrKey);
    const changes = readVideoChanges(given, clock.now());
    const video = await updateVideo(db.db, before.video.token, changes, clock.now());
    if (!video) throw new ZiggeoProblem(404);
    const whole = { ...before, video };
    if (video.approved !== before.video.approved && video.approved !== null) {
      await this.#webhooks.tell(video.approved ? "video_approve" : "video_reject", whole);
    }
    events.publish({ accountId: account.accountId, assetIds: [video.token] });
    return whole;
  }

  async countPlay(token: string, isFull: boolean): Promise<void> {
    await this.#engine.db.db
      .update(videoTable)
      .set(isFull ? { fullPlays: sql`${videoTable.fullPlays} + 1` } : { plays: sql`${videoTable.plays} + 1` })
      .where(eq(videoTable.token, token));
  }

  /** A draft: it takes a picture and a video until it is bound. */
  async createStream(video: Video, given: Arguments, maker: Maker = serverMaker): Promise<Stream> {
    const { db, clock } = this.#engine;
    const isTaken = (key: string) => this.#finder.findStream(video.token, `_${key}`);
    const key = readText(given, "key", 255) ?? null;
    if (key !== null && (await isTaken(key))) throw new ZiggeoProblem(400, "Another stream has this key.");
    return insertStream(
      db.db,
      video,
      { origin: maker.origin, key, videoType: readVideoType(given) },
      clock.now(),
    );
  }

  openSlot(stream: Stream, kind: UploadSlot["kind"], given: Arguments): Promise<UploadSlot> {
    return this.#intake.openSlot(stream, kind, readVideoType(given) ?? stream.videoType);
  }

  /** Replaces what was there in that language. */
  async attachSubtitle(given: Stream, args: Arguments): Promise<Stream> {
    const lang = readText(args, "lang", 35);
    const data = readText(args, "data", 3_000_000);
    if (!lang || !/^[A-Za-z0-9]{1,8}(?:[-_][A-Za-z0-9]{1,8})*$/.test(lang)) {
      throw new ZiggeoProblem(400, "lang must be a language, as en or pt-BR.");
    }
    if (!data) throw new ZiggeoProblem(400, "data must be the subtitles' text.");
    const subtitle = { label: readText(args, "label", 200) ?? lang, data: toWebVtt(data) };
    const { db, events } = this.#engine;
    const stream = await db.db.transaction(async (tx) => {
      await lockVideo(tx, given.videoToken);
      const current = await readStream(tx, given.token);
      if (!current) throw new ZiggeoProblem(404);
      return updateStream(tx, given.token, { subtitles: { ...current.subtitles, [lang]: subtitle } });
    });
    if (!stream) throw new ZiggeoProblem(404);
    events.publish({ accountId: stream.accountId, assetIds: [stream.videoToken] });
    return stream;
  }

  async #created<Made extends WholeVideo>(made: Made): Promise<Made> {
    await this.#webhooks.tell("video_create", made);
    this.#engine.events.publish({ accountId: made.video.accountId, assetIds: [made.video.token] });
    return made;
  }
}

/** `mp4` of Node, Python and PHP, `.mp4` of Ruby and C#. */
function readVideoType(given: Arguments): string | null {
  const text = readText(given, "video_type", 20);
  return text ? toVideoType(`.${text.replace(/^\./, "")}`) : null;
}

export const toVideoType = (fileName: string) =>
  /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? null;
