import type { EngineAccount } from "../../library/types.ts";
import { RecentlyUsed } from "../../recently-used.ts";
import { toAscii } from "./ascii-json.ts";
import type { PageQuery, VideoFinder } from "./find-videos.ts";
import { type Place, toWireVideo } from "./to-wire.ts";

/** Some 4 KB each. */
const mostKept = 5_000;

/**
 * Pages of the index as text. A video's JSON is four times its streams': writing it takes longer than reading the
 * rows. So it is kept for as long as the rows' versions stay, and an index asks for those alone.
 */
export class WirePages {
  readonly #finder: VideoFinder;
  readonly #kept = new RecentlyUsed<{ mark: string; text: string }>(mostKept);

  constructor(finder: VideoFinder) {
    this.#finder = finder;
  }

  async list(account: EngineAccount, query: PageQuery, place: Place): Promise<string> {
    const page = await this.#finder.listMarks(account, query);
    const nameOf = (token: string) => `${place.host} ${token}`;
    const stale = page.filter(({ token, mark }) => this.#kept.get(nameOf(token))?.mark !== mark);
    // Read after the marks: what changes in between is kept under an older mark, which nobody finds again.
    const texts = new Map<string, string>();
    for (const { video, streams } of await this.#read(account, stale)) {
      texts.set(video.token, toAscii(toWireVideo(video, streams, place)));
    }
    for (const { token, mark } of stale) {
      const text = texts.get(token);
      if (text !== undefined) this.#kept.set(nameOf(token), { mark, text });
    }
    // One that was deleted between the two is neither.
    const found = page.flatMap(({ token }) => texts.get(token) ?? this.#kept.get(nameOf(token))?.text ?? []);
    return `[${found.join(",")}]`;
  }

  #read(account: EngineAccount, page: readonly { token: string }[]) {
    if (page.length === 0) return [];
    return this.#finder.findMany(
      account,
      page.map(({ token }) => token),
    );
  }
}
