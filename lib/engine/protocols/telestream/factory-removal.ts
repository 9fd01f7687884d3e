import type { JobContext } from "#lib/job-loop/job-loop.ts";
import type { Factory } from "../../db/schema/telestream-factory.ts";
import type { Engine } from "../../engine.ts";
import type { UploadSessions } from "../../uploads/upload-sessions.ts";
import type { FactoryStore } from "./factory-store.ts";
import { TelestreamProblem } from "./problems.ts";

const queue = "telestream-empty-factory";
const atOnce = 50;

/** Deletes factories: at once for everyone who asks, its videos, their files and then the row by a job. */
export class FactoryRemoval {
  readonly #engine: Engine;
  readonly #factories: FactoryStore;
  readonly #sessions: UploadSessions;

  constructor(engine: Engine, services: { factories: FactoryStore; sessions: UploadSessions }) {
    this.#engine = engine;
    this.#factories = services.factories;
    this.#sessions = services.sessions;
  }

  /** Before the job loop starts. */
  defineJobs(): void {
    this.#engine.jobs.define<{ factoryId: string }>(queue, {
      lane: "light",
      retryLimit: 20,
      handler: ({ factoryId }, job) => this.#empty(factoryId, job),
    });
  }

  /** Refuses the one that `credentials.json` names: the next start would make it again, empty. */
  async remove({ factoryId }: Factory): Promise<void> {
    if (factoryId === this.#engine.accounts.credentials.telestream.factoryId) {
      throw new TelestreamProblem(422, "CannotDelete", "The engine's first factory cannot be deleted");
    }
    await this.#factories.markRemoved(factoryId);
    await this.#send(factoryId);
  }

  /** Those whose videos a process that stopped had not all removed. */
  async recover(): Promise<void> {
    for (const factoryId of await this.#factories.listRemoved()) await this.#send(factoryId);
  }

  async #send(factoryId: string): Promise<void> {
    await this.#engine.jobs.send(queue, { factoryId }, { singletonKey: factoryId });
  }

  async #empty(factoryId: string, { signal }: JobContext): Promise<void> {
    const { library, accounts } = this.#engine;
    for (const session of await this.#sessions.list("open")) {
      if (session.containerId === factoryId) await this.#sessions.abort(session.sessionId);
    }
    for (;;) {
      signal.throwIfAborted();
      const page = { containerId: factoryId, offset: 0, limit: atOnce };
      const { items } = await library.listAssets(accounts.telestream, page);
      if (items.length === 0) break;
      for (const { assetId } of items) {
        await this.#sessions.discardOf(assetId);
        await library.removeAsset(accounts.telestream, assetId);
      }
    }
    await this.#factories.removeFactory(factoryId);
  }
}
