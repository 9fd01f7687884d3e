import type { Engine } from "../../../engine.ts";
import type { AccountSettings } from "../account-settings.ts";
import type { FileStore } from "./file-store.ts";

const sweepEveryMs = 10 * 60_000;
const dayMs = 24 * 3600_000;
/** A6: volatile files are deleted after one week. */
const volatileDays = 7;

/** Deletes the files whose time is over. */
export class FileSweeper {
  readonly #engine: Engine;
  readonly #files: FileStore;
  readonly #settings: AccountSettings;
  #timer: NodeJS.Timeout | undefined;

  constructor(engine: Engine, files: FileStore, settings: AccountSettings) {
    this.#engine = engine;
    this.#files = files;
    this.#settings = settings;
  }

  start(): void {
    const sweep = () =>
      this.sweep().catch((error) => this.#engine.log.error({ err: error }, "sweeping task files failed"));
    void sweep();
    this.#timer = setInterval(sweep, sweepEveryMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async sweep(): Promise<void> {
    const nowMs = this.#engine.clock.now().getTime();
    const daysAgo = (days: number) => new Date(nowMs - days * dayMs);
    await this.#files.remove(await this.#files.selectOlder(daysAgo(volatileDays), { isVolatile: true }));
    for (const { accountId, expirationDays } of await this.#settings.listExpiring()) {
      await this.#files.remove(await this.#files.selectOlder(daysAgo(expirationDays), { accountId }));
    }
  }
}
