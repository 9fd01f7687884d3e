import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EngineConfig, EngineLimits } from "#lib/engine/config.ts";
import { defaultLimits } from "#lib/engine/config.ts";
import type { Clock } from "#lib/engine/engine.ts";
import { type ApivideoSettings, defaultApivideoSettings } from "#lib/engine/protocols/apivideo/settings.ts";
import type { PublishSettings } from "#lib/engine/protocols/stupeflix/publish/publish-settings.ts";
import { type StartedEngine, startEngine } from "#lib/engine/start.ts";
import type { UploadLimits } from "#lib/engine/uploads/upload-limits.ts";
import { createLog } from "#lib/log.ts";
import { migrationFolders, placeEmptyDatabase } from "./database-template.ts";
import { knownToolchain } from "./known-toolchain.ts";
import { databaseUrlFor } from "./postgres.ts";

export interface TestEngineOptions {
  /** Made and removed by the test engine when absent; a given one is kept. */
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly limits?: Partial<EngineLimits>;
  readonly allowPrivateUrls?: readonly string[];
  readonly dashboardUrls?: readonly string[];
  readonly clock?: Clock;
  readonly ffmpegPath?: string;
  readonly uploads?: UploadLimits;
  readonly apivideo?: Partial<ApivideoSettings>;
  readonly publishing?: PublishSettings;
}

/** A whole engine in the test's own process: real ports, real database, real ffmpeg. */
export interface TestEngine extends StartedEngine {
  readonly dataDir: string;
  /** Stops it and removes its directory. */
  close(): Promise<void>;
  /** Stops it and leaves its directory for the next start. */
  stop(): Promise<void>;
}

export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), "reelyard-engine-")));
  const log = createLog("test-engine");
  log.level = process.env.TEST_ENGINE_LOG ?? "silent";
  const databaseUrl = options.databaseUrl ?? (await databaseUrlFor(path.join(dataDir, "engine")));
  if (!databaseUrl) await placeEmptyDatabase(path.join(dataDir, "engine", "db"), migrationFolders.engine);
  const config: EngineConfig = {
    host: "127.0.0.1",
    port: 0,
    dataDir: path.join(dataDir, "engine"),
    databaseUrl,
    ffmpegPath: options.ffmpegPath,
    allowPrivateUrls: options.allowPrivateUrls ?? [],
    dashboardUrls: options.dashboardUrls,
    limits: { ...defaultLimits, ...options.limits },
    uploads: options.uploads,
    apivideo: { ...defaultApivideoSettings, ...options.apivideo },
    publishing: options.publishing,
  };
  const started = await startEngine(config, {
    log,
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.ffmpegPath ? {} : { findToolchain: knownToolchain }),
  });
  return {
    ...started,
    dataDir,
    stop: () => started.close(),
    async close() {
      await started.close();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
