import { and, asc, count, desc, eq, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { type Stream, streamTable } from "../../db/schema/ziggeo-stream.ts";
import { type Video, videoTable, type ZiggeoState } from "../../db/schema/ziggeo-video.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";

const states = ["empty", "processing", "failed", "ready"] as const;

export interface VideoFilter {
  /** State names in either case, `all` for any; undefined leaves out what has no file yet. */
  readonly states: readonly string[] | undefined;
  /** A video must have each of them. */
  readonly tags: readonly string[];
  readonly approved: boolean | undefined;
}

export interface PageQuery extends VideoFilter {
  readonly limit: number;
  readonly skip: number;
  readonly reverse: boolean;
}

/** A video with its streams, oldest first. */
export interface WholeVideo {
  readonly video: Video;
  readonly streams: readonly Stream[];
}

/** Videos and streams as they are read. What has expired is gone at once, whenever its files go. */
export class VideoFinder {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Newest first, or oldest first when reversed. */
  async list(account: EngineAccount, query: PageQuery): Promise<WholeVideo[]> {
    const direction = query.reverse ? asc : desc;
    const videos = await this.#engine.db.db
      .select()
      .from(videoTable)
      .where(this.#toCondition(account, query))
      .orderBy(direction(videoTable.createdAt), direction(videoTable.sequence))
      .limit(query.limit)
      .offset(query.skip);
    return this.#withStreams(videos);
  }

  /**
   * The same page as tokens, each with a mark that changes whenever its row or one of its streams' does: what
   * Postgres calls the rows' versions.
   */
  async listMarks(account: EngineAccount, query: PageQuery): Promise<{ token: string; mark: string }[]> {
    const direction = query.reverse ? asc : desc;
    const { db } = this.#engine.db;
    // The page first: what is skipped is not to be looked at.
    const page = db
      .select({
        token: videoTable.token,
        createdAt: videoTable.createdAt,
        sequence: videoTable.sequence,
        version: sql<string>`ziggeo_video.xmin::text`.as("version"),
      })
      .from(videoTable)
      .where(this.#toCondition(account, query))
      .orderBy(direction(videoTable.createdAt), direction(videoTable.sequence))
      .limit(query.limit)
      .offset(query.skip)
      .as("page");
    return db
      .select({
        token: page.token,
        // Columns by name: interpolated ones lose their table here.
        mark: sql<string>`concat_ws(' ', page.version, (SELECT string_agg(s.xmin::text, ' ' ORDER BY s.sequence)
          FROM ziggeo_stream s WHERE s.video_token = page.token))`,
      })
      .from(page)
      .orderBy(direction(page.createdAt), direction(page.sequence));
  }

  async count(account: EngineAccount, filter: VideoFilter): Promise<number> {
    const [row] = await this.#engine.db.db
      .select({ videos: count() })
      .from(videoTable)
      .where(this.#toCondition(account, filter));
    return row?.videos ?? 0;
  }

  /** @param tokenOrKey a token, or a key with an underscore before it */
  async find(account: EngineAccount, tokenOrKey: string): Promise<WholeVideo | undefined> {
    const video = await this.findVideo(account, tokenOrKey);
    return video && (await this.#withStreams([video]))[0];
  }

  async findVideo(account: EngineAccount, tokenOrKey: string): Promise<Video | undefined> {
    if (tokenOrKey.includes("\0")) return undefined;
    const [video] = await this.#engine.db.db
      .select()
      .from(videoTable)
      .where(
        and(eq(videoTable.accountId, account.accountId), named(videoTable, tokenOrKey), this.#isAlive()),
      );
    return video;
  }

  /** In the order given; those that are not there are left out. */
  async findMany(account: EngineAccount, tokensOrKeys: readonly string[]): Promise<WholeVideo[]> {
    const asked = tokensOrKeys.filter((name) => !name.includes("\0"));
    const keys = asked.filter((name) => name.startsWith("_")).map((name) => name.slice(1));
    const videos = await this.#engine.db.db
      .select()
      .from(videoTable)
      .where(
        and(
          eq(videoTable.accountId, account.accountId),
          or(inArray(videoTable.token, asked), inArray(videoTable.key, keys)),
          this.#isAlive(),
        ),
      );
    const whole = await this.#withStreams(videos);
    return asked.flatMap(
      (name) => whole.find(({ video }) => video.token === name || `_${video.key}` === name) ?? [],
    );
  }

  /** A stream of this video, by token or by key with an underscore. */
  async findStream(videoToken: string, tokenOrKey: string): Promise<Stream | undefined> {
    if (tokenOrKey.includes("\0")) return undefined;
    const [stream] = await this.#engine.db.db
      .select()
      .from(streamTable)
      .where(and(eq(streamTable.videoToken, videoToken), named(streamTable, tokenOrKey)));
    return stream;
  }

  async listStreams(videoToken: string): Promise<Stream[]> {
    return this.#engine.db.db
      .select()
      .from(streamTable)
      .where(eq(streamTable.videoToken, videoToken))
      .orderBy(streamTable.sequence);
  }

  async #withStreams(videos: readonly Video[]): Promise<WholeVideo[]> {
    if (videos.length === 0) return [];
    const tokens = videos.map((video) => video.token);
    const streams = await this.#engine.db.db
      .select()
      .from(streamTable)
      .where(inArray(streamTable.videoToken, tokens))
      .orderBy(streamTable.sequence);
    const byVideo = Map.groupBy(streams, (stream) => stream.videoToken);
    return videos.map((video) => ({ video, streams: byVideo.get(video.token) ?? [] }));
  }

  #toCondition(account: EngineAccount, filter: VideoFilter): SQL | undefined {
    const wanted = toStates(filter.states);
    return and(
      eq(videoTable.accountId, account.accountId),
      wanted.length === states.length ? undefined : inArray(videoTable.state, wanted),
      filter.tags.length > 0
        ? sql`${videoTable.tags} @> ${sql.param([...filter.tags], videoTable.tags)}`
        : undefined,
      filter.approved === undefined ? undefined : eq(videoTable.approved, filter.approved),
      this.#isAlive(),
    );
  }

  #isAlive(): SQL | undefined {
    return or(isNull(videoTable.expiresAt), gt(videoTable.expiresAt, this.#engine.clock.now()));
  }
}

const named = (table: typeof videoTable | typeof streamTable, tokenOrKey: string) =>
  tokenOrKey.startsWith("_") ? eq(table.key, tokenOrKey.slice(1)) : eq(table.token, tokenOrKey);

/** Nothing of ours is ever VERIFIED. */
export function toStates(given: readonly string[] | undefined): ZiggeoState[] {
  const names = given?.map((state) => state.toLowerCase()) ?? ["processing", "failed", "ready"];
  if (names.includes("all")) return [...states];
  return states.filter((state) => names.includes(state));
}
