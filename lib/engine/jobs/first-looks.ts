import type { MediaFacts } from "../library/types.ts";
import { collectFrames } from "../media/collect-frames.ts";
import { planPictures } from "../media/frame-args.ts";
import { MediaUnreadableError } from "../media/media-tools.ts";
import { drawPictures } from "../media/pictures.ts";
import { type BegunPictures, beginPictures } from "./begun-pictures.ts";
import type { SpareFfmpeg } from "./spare-ffmpeg.ts";

/** What a source turned out to be: `facts`, or why it is no media, in words for who sent it. */
export type Probed =
  | { readonly facts: MediaFacts; readonly message: null }
  | { readonly facts: null; readonly message: string };

interface Look {
  readonly probed: Probed;
  readonly pictures: BegunPictures | undefined;
  readonly timer: NodeJS.Timeout;
}

/** Each holds an ffmpeg and a poster. Whoever comes in beside them is pictured by the job alone, as ever. */
const mostLooks = 2;
/** As long as it takes to tell of a poster, to fetch it and to show it. */
const restMs = 100;
/** Less than ffmpeg's own wall clock in its limits. */
const keptMs = 60_000;

/**
 * The first look into sources whose last byte has just come: while they are moved in and written down, ffmpeg draws
 * already. Nothing of it is owed to anybody: the `pictures` job makes what it does not find begun.
 */
export class FirstLooks {
  readonly #probe: (file: string) => Promise<MediaFacts>;
  readonly #spare: SpareFfmpeg;
  readonly #looks = new Map<string, Look>();

  constructor(options: {
    /** Throws `MediaUnreadableError`. */
    probe: (file: string) => Promise<MediaFacts>;
    spare: SpareFfmpeg;
  }) {
    this.#probe = options.probe;
    this.#spare = options.spare;
  }

  /**
   * Looks into the asset's source, at this absolute path, and has its pictures begun where an ffmpeg waits for that.
   * The file may be moved as soon as this resolves. A second look at the same asset answers what the first one saw.
   */
  async look(assetId: string, file: string): Promise<Probed> {
    const before = this.#looks.get(assetId);
    if (before) return before.probed;
    const probed = await this.#probed(file);
    const pictures = probed.facts && (await this.#begin(probed.facts, file));
    const timer = setTimeout(() => void this.drop(assetId), keptMs);
    this.#looks.set(assetId, { probed, pictures: pictures ?? undefined, timer });
    return probed;
  }

  /** Whether it was looked into, and nobody has taken over what was begun. */
  has(assetId: string): boolean {
    return this.#looks.has(assetId);
  }

  /** Hands over what was begun: from now on it is the caller's to dispose of. */
  take(assetId: string): BegunPictures | undefined {
    const look = this.#looks.get(assetId);
    this.#looks.delete(assetId);
    clearTimeout(look?.timer);
    return look?.pictures;
  }

  /** Nobody will ask for them. */
  async drop(assetId: string): Promise<void> {
    await this.take(assetId)?.dispose();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#looks.keys()].map((assetId) => this.drop(assetId)));
  }

  async #probed(file: string): Promise<Probed> {
    try {
      return { facts: await this.#probe(file), message: null };
    } catch (error) {
      if (error instanceof MediaUnreadableError) return { facts: null, message: error.message };
      throw error;
    }
  }

  async #begin(facts: MediaFacts, file: string): Promise<BegunPictures | undefined> {
    if (facts.videoCodec === null || this.#looks.size >= mostLooks) return undefined;
    const plan = planPictures(facts);
    // Without a filmstrip its arguments are others than those that the ffmpeg was started with.
    if (!plan.filmstrip) return undefined;
    const frames = await collectFrames(file, plan).catch(() => undefined);
    const ready = frames && (await this.#spare.take());
    if (!ready) return undefined;
    return beginPictures(ready.work, (options) =>
      drawPictures(ready.ffmpeg, { facts, plan, frames, restMs, ...options }),
    );
  }
}
