import type { Log } from "#lib/log.ts";
import type { Database } from "#lib/postgres/open-postgres.ts";
import type { EngineLimits } from "../config.ts";
import type { Clock } from "../engine.ts";
import type { EngineEvents } from "../events.ts";
import type { FirstLooks } from "../jobs/first-looks.ts";
import type { SpareFfmpeg } from "../jobs/spare-ffmpeg.ts";
import type { MediaTools } from "../media/media-tools.ts";
import type { EngineStorage } from "../storage.ts";
import type { RunningTasks } from "./running-tasks.ts";

/** The engine's queues and what each job is told. Everything else a job reads from the rows. */
export interface LibraryJobs {
  readonly encode: { readonly assetId: string };
  readonly pictures: { readonly assetId: string };
  readonly "import-url": { readonly assetId: string };
}

/** What the library and its jobs work with. */
export interface LibraryContext {
  readonly db: Database;
  readonly storage: EngineStorage;
  readonly events: EngineEvents;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: EngineLimits;
  /** Hosts and CIDRs that imports may reach although they are private. */
  readonly allowPrivateUrls: readonly string[];
  readonly media: MediaTools;
  /** An ffmpeg that loads while bytes arrive and it is found out what it will draw. */
  readonly spareFfmpeg: SpareFfmpeg;
  /** Sources that are looked into, and pictured, before their import is written down. */
  readonly firstLooks: FirstLooks;
  /** Encodes running in this process, by asset. */
  readonly encodes: RunningTasks;
  /** Downloads running in this process, by asset. */
  readonly imports: RunningTasks;
  /** Queues a job; one waiting job per queue and asset is enough, since a job takes all that is queued. */
  send<Queue extends keyof LibraryJobs>(queue: Queue, data: LibraryJobs[Queue]): Promise<void>;
  /** As `send`, at once where there is a place: for what `recoverLostWork` finds again by its rows. */
  runOwed<Queue extends keyof LibraryJobs>(queue: Queue, data: LibraryJobs[Queue]): Promise<void>;
}
