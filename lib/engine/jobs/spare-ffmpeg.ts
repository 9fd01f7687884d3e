import { EarlyFfmpeg } from "../media/early-ffmpeg.ts";
import { openEarlyPictures } from "../media/pictures.ts";
import type { Toolchain } from "../media/toolchain.ts";
import type { EngineStorage, WorkDirectory } from "../storage.ts";

/** What the `pictures` job finds ready: an ffmpeg that has loaded, and the directory that it works in. */
export interface ReadyFfmpeg {
  readonly ffmpeg: EarlyFfmpeg;
  readonly work: WorkDirectory;
}

/** Less than ffmpeg's own wall clock in its limits. Nothing waits while nothing comes in. */
const keptMs = 40_000;

/**
 * One ffmpeg that has loaded and waits, while bytes of a source arrive: the first picture of what comes next need not
 * wait for its libraries. It costs some 30 MB for less than a minute, and whoever finds none starts one.
 */
export class SpareFfmpeg {
  readonly #toolchain: Toolchain;
  readonly #storage: EngineStorage;
  #waiting: { readonly ready: Promise<ReadyFfmpeg>; readonly timer: NodeJS.Timeout } | undefined;

  constructor(toolchain: Toolchain, storage: EngineStorage) {
    this.#toolchain = toolchain;
    this.#storage = storage;
  }

  /** Pictures will probably be wanted soon. Cheap while one waits. */
  prepare(): void {
    if (this.#waiting || !EarlyFfmpeg.isPossible(this.#toolchain)) return;
    const ready = this.#open();
    ready.catch(() => {});
    this.#waiting = { ready, timer: setTimeout(() => void this.drop(), keptMs) };
  }

  /** Hands it over: from now on it is the caller's to use and dispose of. Undefined when none waits. */
  async take(): Promise<ReadyFfmpeg | undefined> {
    return this.#forget()?.ready.catch(() => undefined);
  }

  /** Ends the one that waits. */
  async drop(): Promise<void> {
    const ready = await this.take();
    await ready?.ffmpeg.dispose();
    await ready?.work.dispose();
  }

  #forget() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    clearTimeout(waiting?.timer);
    return waiting;
  }

  async #open(): Promise<ReadyFfmpeg> {
    const work = await this.#storage.workDirectory("pictures");
    return { ffmpeg: openEarlyPictures(this.#toolchain, work.path), work };
  }
}
