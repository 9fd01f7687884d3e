import path from "node:path";
import type { Engine } from "../../engine.ts";
import { defaultUploadLimits, type UploadLimits } from "../../uploads/upload-limits.ts";
import { UploadSessions } from "../../uploads/upload-sessions.ts";
import { FactoryRemoval } from "./factory-removal.ts";
import { FactoryStore } from "./factory-store.ts";
import { Notifier } from "./notifier.ts";
import { Verifier } from "./verifier.ts";
import { VideoIntake } from "./video-intake.ts";
import { VideoReader } from "./video-reader.ts";

/** What the protocol's endpoints share. */
export interface TelestreamServices {
  readonly engine: Engine;
  readonly uploadLimits: UploadLimits;
  readonly verifier: Verifier;
  readonly factories: FactoryStore;
  readonly removal: FactoryRemoval;
  readonly notifier: Notifier;
  readonly sessions: UploadSessions;
  readonly intake: VideoIntake;
  readonly reader: VideoReader;
}

export function createServices(engine: Engine): TelestreamServices {
  const uploadLimits = engine.config.uploads ?? defaultUploadLimits;
  const factories = new FactoryStore(engine);
  const sessions = new UploadSessions({
    db: engine.db,
    directory: path.join(engine.config.dataDir, "uploads"),
    clock: engine.clock,
    log: engine.log,
    limits: uploadLimits,
  });
  return {
    engine,
    uploadLimits,
    verifier: new Verifier(engine),
    factories,
    removal: new FactoryRemoval(engine, { factories, sessions }),
    notifier: new Notifier(engine, factories),
    sessions,
    intake: new VideoIntake(engine, { factories, sessions }),
    reader: new VideoReader(engine),
  };
}
