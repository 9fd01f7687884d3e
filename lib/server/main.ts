import { flushCompileCache } from "node:module";
import { EnvError, env } from "#lib/env.ts";
import { createLog, hideStatementValues } from "#lib/log.ts";
import { bootDashboard } from "./boot.ts";
import { explainStartError } from "./start-error.ts";

const log = createLog("dashboard");

// Next tells of what a page or an action threw by the console.
const tellError = console.error;
console.error = (...told: unknown[]) => tellError(...told.map(hideStatementValues));

async function main(): Promise<void> {
  const settings = env();
  const booting = bootDashboard({ env: settings, dev: process.argv.includes("--dev") });
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    // Also when it comes while everything is still being opened: then closed as soon as it is, in order.
    await (await booting).close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      });
    });
  }
  const running = await booting;
  if (stopping) return;
  const shownHost = ["0.0.0.0", "::"].includes(settings.host) ? "localhost" : settings.host;
  log.info(
    { ready: true, port: running.port, url: `http://${shownHost}:${running.port}` },
    "dashboard is ready",
  );
  // The supervisor waits for this one: the line above is not said at every LOG_LEVEL.
  process.send?.({ ready: true });
  // Kept for the next start now, since not every process lives to its end.
  flushCompileCache();
}

main().catch((error: unknown) => {
  const context =
    error instanceof EnvError ? { port: 0, dataDir: "" } : { port: env().port, dataDir: env().dataDir };
  const line = explainStartError(error, context);
  if (line) process.stderr.write(`${line}\n`);
  else log.error({ err: error }, "the dashboard could not start");
  process.exit(1);
});
