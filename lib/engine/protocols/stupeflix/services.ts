import type { Engine } from "../../engine.ts";
import { AccountSettings } from "./account-settings.ts";
import { Authenticator } from "./auth.ts";
import { InputUploads } from "./input-uploads.ts";
import { FileStore } from "./stores/file-store.ts";
import { FileSweeper } from "./stores/file-sweeper.ts";
import { TaskRunner } from "./task-runner.ts";

export interface StupeflixServices {
  readonly engine: Engine;
  readonly authenticator: Authenticator;
  readonly runner: TaskRunner;
  readonly files: FileStore;
  readonly inputs: InputUploads;
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
    inputs: new InputUploads(engine, files),
    settings,
    runner: new TaskRunner(engine),
    sweeper: new FileSweeper(engine, files, settings),
  };
}
