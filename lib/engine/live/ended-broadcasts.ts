import { rm } from "node:fs/promises";

/** A viewer is three segments behind, and asks for the playlist once more when those are played. */
const keptMs = 30_000;

/**
 * What was on the air a moment ago: whoever watches is some seconds behind, and would be cut off before the end. Each
 * stream's last broadcast is kept until the next begins, half a minute at most.
 */
export class EndedBroadcasts {
  readonly #kept = new Map<string, { readonly directory: string; readonly timer: NodeJS.Timeout }>();

  /** Takes the directory over: it is removed when its time is over. */
  async keep(liveStreamId: string, directory: string): Promise<void> {
    await this.drop(liveStreamId);
    const timer = setTimeout(() => void this.drop(liveStreamId), keptMs);
    timer.unref();
    this.#kept.set(liveStreamId, { directory, timer });
  }

  directoryOf(liveStreamId: string): string | undefined {
    return this.#kept.get(liveStreamId)?.directory;
  }

  async drop(liveStreamId: string): Promise<void> {
    const kept = this.#kept.get(liveStreamId);
    if (!kept) return;
    this.#kept.delete(liveStreamId);
    clearTimeout(kept.timer);
    await rm(kept.directory, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#kept.keys()].map((liveStreamId) => this.drop(liveStreamId)));
  }
}
