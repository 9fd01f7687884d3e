import { flushCompileCache } from "node:module";
import path from "node:path";
import { DataLockedError } from "#lib/data-lock.ts";
import { type Env, EnvError, env } from "#lib/env.ts";
import { createLog } from "#lib/log.ts";
import { CredentialsError } from "./accounts.ts";
import { defaultLimits } from "./config.ts";
import { ToolchainError } from "./media/toolchain.ts";
import { type ApivideoSettings, defaultApivideoSettings } from "./protocols/apivideo/settings.ts";
import { defaultPublishSettings } from "./protocols/stupeflix/publish/publish-settings.ts";
import { ListenError } from "./server.ts";
import { type StartedEngine, startEngine } from "./start.ts";

const log = createLog("engine");

/** One line on standard error and exit code 1: for what a person can put right. */
function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function toSentence(error: unknown): string | undefined {
  const known = [EnvError, DataLockedError, ListenError, ToolchainError, CredentialsError];
  if (error instanceof EnvError) return `The environment is not usable: ${error.message}`;
  if (known.some((kind) => error instanceof kind) && error instanceof Error) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const directory = process.env.REELYARD_DATA ?? "data";
  if (["EACCES", "EPERM", "EROFS"].includes(code)) {
    return `The data directory ${directory} cannot be written (${code}). Give this user the right to, or set REELYARD_DATA.`;
  }
  if (code === "ENOSPC") return `The disk of the data directory ${directory} is full.`;
  if (code === "ENOTDIR" || code === "EEXIST") return `The data directory ${directory} is not a directory.`;
  if (["ECONNREFUSED", "ENOTFOUND", "28P01", "3D000"].includes(code)) {
    return `The database server of ENGINE_DATABASE_URL cannot be used (${code}).`;
  }
  return undefined;
}

/** The dashboard under every name that it may give as its own: this machine has two. */
function dashboardUrls({ dashboardUrl, publicUrl }: Env): string[] {
  const local = dashboardUrl?.replace("//127.0.0.1:", "//localhost:");
  return [dashboardUrl, local, local?.replace("//localhost:", "//127.0.0.1:"), publicUrl].filter(
    (url) => url !== undefined,
  );
}

function apivideoSettings({ apivideo }: Env): ApivideoSettings {
  const { rateLimits, restoreDays, ...rest } = apivideo;
  const [upload, write, read] = rateLimits ?? [];
  return {
    ...defaultApivideoSettings,
    ...rest,
    ...(restoreDays !== undefined && { restoreDays }),
    ...(upload !== undefined &&
      write !== undefined &&
      read !== undefined && { rateLimits: { upload, write, read } }),
  };
}

async function start(): Promise<StartedEngine> {
  try {
    const settings = env();
    return await startEngine(
      {
        host: settings.host,
        port: settings.enginePort,
        dataDir: path.join(settings.dataDir, "engine"),
        databaseUrl: settings.engineDatabaseUrl,
        ffmpegPath: settings.ffmpegPath,
        ffprobePath: settings.ffprobePath,
        allowPrivateUrls: settings.allowPrivateUrls,
        publishing: {
          ...defaultPublishSettings,
          ...(settings.youtubeUrl && { youtubeUrl: settings.youtubeUrl }),
          ...(settings.vimeoUrl && { vimeoUrl: settings.vimeoUrl }),
          ...(settings.facebookUrl && { facebookUrl: settings.facebookUrl }),
        },
        dashboardUrls: dashboardUrls(settings),
        limits: defaultLimits,
        apivideo: apivideoSettings(settings),
      },
      // The supervisor starts the dashboard then, which reads them.
      { log, onAccounts: () => process.send?.({ accounts: true }) },
    );
  } catch (error) {
    const sentence = toSentence(error);
    if (sentence) refuse(sentence);
    throw error;
  }
}

async function main(): Promise<void> {
  const starting = start();
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    // Also when it comes while everything is still being opened: the first jobs run before the last port answers.
    await (await starting).close();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  const started = await starting;
  if (stopping) return;
  log.info({ ready: true, ports: started.ports }, "the engine answers");
  // The supervisor waits for this one: the line above is not said at every LOG_LEVEL.
  process.send?.({ ready: true });
  // Kept for the next start now, since not every process lives to its end.
  flushCompileCache();
}

process.on("uncaughtException", (error) => {
  log.fatal({ err: error }, "the engine ends because of an error that nothing expected");
  process.exit(1);
});
await main();
