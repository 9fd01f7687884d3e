import type { Engine } from "../../engine.ts";
import { AccountSettings } from "./account-settings.ts";
import { Authenticator } from "./auth.ts";
import { FileStore } from "./stores/file-store.ts";
import { FileSweeper } from "./stores/file-sweeper.ts";
import { TaskRunner } from "./task-runner.ts";

export interface StupeflixServices {
  readonly engine: Engine;
  readonly authenticator: Authenticator;
  readonly runner: TaskRunner;
  readonly files: FileStore;
  readonly settings: AccountSettings;
  readonly sweeper: FileSweeper;
}

export function createServices(engine: Engine): StupeflixServices {
  const files = new FileStore(engine);
  const settings = new AccountSettings(engine);
  return {
    engine,
    authenticator: new Authenticator(engine.accounts, settings),
    files,
    settings,
    runner: new TaskRunner(engine),
    sweeper: new FileSweeper(engine, files, settings),
  };
}
