import path from "node:path";
import type { Engine } from "../../engine.ts";
import { IncomingFiles } from "../../uploads/incoming-files.ts";
import { defaultUploadLimits } from "../../uploads/upload-limits.ts";
import { AccessGuard } from "./access-guard.ts";
import { ApplicationStore } from "./application-store.ts";
import { AuthTokenStore } from "./auth-token-store.ts";
import { VideoFinder } from "./find-videos.ts";
import { Pushes } from "./pushes.ts";
import { Removal } from "./removal.ts";
import { StreamIntake } from "./stream-intake.ts";
import { StreamSettler } from "./stream-settler.ts";
import { UploadSlots } from "./upload-slots.ts";
import { VideoCommands } from "./video-commands.ts";
import { Webhooks } from "./webhooks.ts";

/** What the protocol's endpoints share. */
export interface ZiggeoServices {
  readonly engine: Engine;
  readonly incoming: IncomingFiles;
  readonly finder: VideoFinder;
  readonly slots: UploadSlots;
  readonly webhooks: Webhooks;
  readonly settler: StreamSettler;
  readonly intake: StreamIntake;
  readonly removal: Removal;
  readonly commands: VideoCommands;
  readonly pushes: Pushes;
  readonly authTokens: AuthTokenStore;
  readonly application: ApplicationStore;
  readonly guard: AccessGuard;
}

export function createServices(engine: Engine): ZiggeoServices {
  const finder = new VideoFinder(engine);
  const slots = new UploadSlots(engine);
  const webhooks = new Webhooks(engine);
  const settler = new StreamSettler(engine, webhooks);
  const intake = new StreamIntake(engine, { slots, settler });
  const removal = new Removal(engine, { slots, settler, webhooks });
  const application = new ApplicationStore(engine);
  const authTokens = new AuthTokenStore(engine);
  return {
    engine,
    incoming: new IncomingFiles(
      path.join(engine.config.dataDir, "uploads-ziggeo"),
      engine.config.uploads ?? defaultUploadLimits,
    ),
    finder,
    slots,
    webhooks,
    settler,
    intake,
    removal,
    commands: new VideoCommands(engine, { finder, intake, webhooks }),
    pushes: new Pushes(engine, { finder, webhooks }),
    authTokens,
    application,
    guard: new AccessGuard(engine, { application, authTokens }),
  };
}
