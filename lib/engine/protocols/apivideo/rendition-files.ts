import { and, eq } from "drizzle-orm";
import { renditionTable } from "../../db/schema/rendition.ts";
import type { Engine } from "../../engine.ts";
import { masterName } from "./ladder.ts";

const keptLists = 100;

/**
 * Finished files of videos by their public names. A film's segments are thousands, and a player asks for them one
 * by one: their list is read once and kept for as long as its rendition stays what it is.
 */
export class RenditionFiles {
  readonly #engine: Engine;
  readonly #lists = new Map<string, ReadonlyMap<string, string>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The storage key of `<video>/hls/720p-00001.ts`; undefined while there is no such file. */
  async find(videoId: string, name: string): Promise<string | undefined> {
    const quality = /\/hls\/(\d+p)(?:-\d+\.ts|\.m3u8)$/.exec(name)?.[1];
    const profileName = name.endsWith("/hls/manifest.m3u8") ? masterName : quality && `hls.${quality}`;
    return profileName === undefined ? undefined : (await this.#list(videoId, profileName))?.get(name);
  }

  async findMp4(videoId: string): Promise<string | undefined> {
    const rows = await this.#engine.db.db
      .select({ profileName: renditionTable.profileName, files: renditionTable.files })
      .from(renditionTable)
      .where(and(eq(renditionTable.assetId, videoId), eq(renditionTable.status, "success")));
    return rows.find((row) => row.profileName.startsWith("mp4."))?.files[0]?.key;
  }

  async #list(videoId: string, profileName: string): Promise<ReadonlyMap<string, string> | undefined> {
    const [found] = await this.#engine.db.db
      .select({ renditionId: renditionTable.renditionId, finishedAt: renditionTable.finishedAt })
      .from(renditionTable)
      .where(
        and(
          eq(renditionTable.assetId, videoId),
          eq(renditionTable.profileName, profileName),
          eq(renditionTable.status, "success"),
        ),
      );
    if (!found) return undefined;
    const name = `${found.renditionId}@${found.finishedAt?.getTime()}`;
    const known = this.#lists.get(name);
    if (known) return known;
    const [row] = await this.#engine.db.db
      .select({ files: renditionTable.files })
      .from(renditionTable)
      .where(eq(renditionTable.renditionId, found.renditionId));
    const list = new Map((row?.files ?? []).map((file) => [file.name, file.key]));
    this.#lists.set(name, list);
    for (const oldest of this.#lists.keys()) {
      if (this.#lists.size <= keptLists) break;
      this.#lists.delete(oldest);
    }
    return list;
  }
}
