import type { IncomingMessage, ServerResponse } from "node:http";
import type { Hono } from "hono";
import type { JobLoop } from "#lib/job-loop/job-loop.ts";
import type { Log } from "#lib/log.ts";
import type { PostgresHandle } from "#lib/postgres/open-postgres.ts";
import type { EngineAccounts } from "./accounts.ts";
import type { EngineConfig } from "./config.ts";
import type { Deliveries } from "./deliveries/types.ts";
import type { EngineEvents } from "./events.ts";
import type { EngineLibrary } from "./library/types.ts";
import type { MediaTools } from "./media/media-tools.ts";
import type { PreviewServer } from "./media/preview-server.ts";
import type { SampleMaker } from "./media/samples.ts";
import type { EngineStorage } from "./storage.ts";

/** Time as the engine sees it; tests hand in their own. */
export interface Clock {
  now(): Date;
}

/** What a protocol module is given: everything of the engine that is not HTTP. */
export interface Engine {
  readonly config: EngineConfig;
  readonly accounts: EngineAccounts;
  readonly storage: EngineStorage;
  readonly library: EngineLibrary;
  readonly jobs: JobLoop;
  readonly events: EngineEvents;
  /** What the engine tells addresses outside. */
  readonly deliveries: Deliveries;
  readonly media: MediaTools;
  /** Plays an H.264/AAC source as HLS before anything is encoded. */
  readonly previews: PreviewServer;
  /** Makes the sample clips with ffmpeg. */
  readonly samples: SampleMaker;
  readonly clock: Clock;
  readonly db: PostgresHandle;
  readonly log: Log;
}

/** What a protocol module answers with. */
export interface ProtocolMount {
  readonly app: Pick<Hono, "fetch">;
  /**
   * Sees every request first, on bare Node streams: uploads and file serving. True means it has taken the
   * request and will answer it.
   */
  readonly raw?: (req: IncomingMessage, res: ServerResponse) => boolean;
  /** Called once, when jobs run and before the port answers: first records, work a stopped process left behind. */
  readonly start?: () => Promise<void>;
  /** Called when the engine stops, after the ports are closed and before the database is. */
  readonly close?: () => Promise<void>;
}
