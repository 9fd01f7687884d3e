import type { Engine } from "../../engine.ts";
import { RecentlyUsed } from "../../recently-used.ts";
import { findVideoMarks, findVideosById } from "./find-videos.ts";
import { toPagination } from "./paging.ts";
import { isPublic } from "./video-details.ts";
import type { VideoListQuery } from "./video-query.ts";
import type { VideoReader } from "./video-reader.ts";

/** Some 2 KB each. */
const mostKept = 5_000;

/**
 * Pages of the list as text. Who watches an account asks for the same pages again and again, and writing a video's
 * JSON takes longer than finding it. So it is kept for as long as its row's version stays; a private video's is not,
 * as every read of it mints tokens.
 */
export class VideoPages {
  readonly #engine: Engine;
  readonly #reader: VideoReader;
  readonly #kept = new RecentlyUsed<{ version: string; text: string }>(mostKept);

  constructor(engine: Engine, reader: VideoReader) {
    this.#engine = engine;
    this.#reader = reader;
  }

  /** The answer's body. */
  async list(url: URL, query: VideoListQuery, which: { areDiscarded: boolean }): Promise<string> {
    const { page, total } = await findVideoMarks(this.#engine, query, which);
    const nameOf = (assetId: string) => `${url.origin} ${assetId}`;
    const texts = new Map<string, string>();
    for (const { assetId, version } of page) {
      const kept = this.#kept.get(nameOf(assetId));
      if (kept?.version === version) texts.set(assetId, kept.text);
    }
    const unknown = page.filter(({ assetId }) => !texts.has(assetId));
    const versions = new Map(unknown.map(({ assetId, version }) => [assetId, version]));
    // Read after the marks: what changes in between is kept under an older version, which nobody finds again.
    for (const video of await findVideosById(this.#engine, [...versions.keys()])) {
      const text = JSON.stringify(this.#reader.toWire(video, url.origin));
      const version = versions.get(video.assetId);
      if (isPublic(video) && version !== undefined) this.#kept.set(nameOf(video.assetId), { version, text });
      texts.set(video.assetId, text);
    }
    // One that was deleted between the two is on neither.
    const data = page.flatMap(({ assetId }) => texts.get(assetId) ?? []);
    const { currentPage, pageSize } = query;
    const pagination = toPagination(url, { currentPage, pageSize, items: data.length, total });
    return `{"data":[${data.join(",")}],"pagination":${JSON.stringify(pagination)}}`;
  }
}
