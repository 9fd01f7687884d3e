import type { Log } from "#lib/log.ts";
import { SpawnerLostError } from "./spawned-child.ts";
import { SpawnerProcess } from "./spawner-process.ts";
import { startHere } from "./start-here.ts";
import type { ChildRequest, StartedChild } from "./started-child.ts";

/**
 * Starts the engine's children from a process that is small: forking the engine, which is not, stops everything that
 * it answers. One that is lost is replaced when the next child is wanted. Where there can be none (off Linux
 * children would survive its death, or the system does not let it start) children are started here.
 */
export class Spawner {
  readonly #log: Log;
  #opened: Promise<SpawnerProcess> | undefined;
  #isUsable: boolean;

  constructor(log: Log, platform: NodeJS.Platform = process.platform) {
    this.#log = log;
    this.#isUsable = platform === "linux";
  }

  /** Has it ready for the first child. */
  async prepare(): Promise<void> {
    await this.#find();
  }

  async start(request: ChildRequest): Promise<StartedChild> {
    // Once more when it went while it was asked; whatever goes on killing it leaves us with what always works.
    for (let attempt = 0; attempt < 2; attempt++) {
      const spawner = await this.#find();
      if (!spawner) break;
      try {
        return await spawner.start(request);
      } catch (error) {
        if (!(error instanceof SpawnerLostError)) throw error;
        this.#log.warn("the process that starts ffmpeg has ended and is started again");
      }
    }
    return startHere(request);
  }

  /** Nothing that it has started is left then. */
  async close(): Promise<void> {
    this.#isUsable = false;
    const spawner = await this.#opened?.catch(() => undefined);
    await spawner?.close();
  }

  async #find(): Promise<SpawnerProcess | undefined> {
    while (this.#isUsable) {
      this.#opened ??= SpawnerProcess.open();
      const opened = this.#opened;
      try {
        const spawner = await opened;
        if (!spawner.isLost) return spawner;
      } catch (error) {
        this.#isUsable = false;
        this.#log.warn({ err: error }, "ffmpeg is started by the engine itself, which costs it time");
      }
      if (this.#opened === opened) this.#opened = undefined;
    }
    return undefined;
  }
}
