import path from "node:path";
import process from "node:process";
import { LogFile } from "./log-file.mjs";
import { ManagedProcess } from "./managed-process.mjs";
import { nodeImports } from "./node-imports.mjs";
import { phase } from "./phases.mjs";
import { toReadableLine } from "./readable-line.mjs";
import { StartError } from "./start-error.mjs";
import { watchSources } from "./watch-sources.mjs";

const shared = ["lib/domain", "lib/postgres", "lib/job-loop", "lib/network", "lib/providers"];
/** What each process runs from the sources themselves; the pages' own hot reload is Next's. */
const engineFolders = ["lib/engine", ...shared];
const dashboardFolders = ["lib/server", "lib/db", "lib/queue", "lib/live", "lib/accounts", ...shared];

/**
 * The engine and the dashboard under one roof.
 * @param {{
 *   root: string,
 *   node: string,
 *   env: { port: number, enginePort: number, host: string, dataDir: string },
 *   dev: boolean,
 * }} options
 */
export function startProduct({ root, node, env, dev }) {
  const supervisorLog = new LogFile(path.join(env.dataDir, "logs", "supervisor.log"));
  const note = (entry) => supervisorLog.write(JSON.stringify({ time: new Date().toISOString(), ...entry }));
  const say = (message) => {
    note({ msg: message });
    console.log(message);
  };
  const manage = (name, entry, args, extraEnv, onMessage) => {
    const file = new LogFile(path.join(env.dataDir, "logs", `${name}.log`));
    return new ManagedProcess({
      name,
      node,
      args: [...nodeImports, "--import", "./scripts/start/watch-parent.mjs", entry, ...args],
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: dev ? "development" : "production",
        NEXT_TELEMETRY_DISABLED: "1",
        // Types stripped and code compiled once, not at every start: a third of the engine's time to come up.
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, ".cache", "compiled"),
        REELYARD_DATA: env.dataDir,
        ...extraEnv,
      },
      say,
      onReady: (pid) => note({ msg: "answers", process: name, pid }),
      onMessage,
      onLine(line, isComplaint) {
        file.write(line);
        // Next tells a few things that are not log entries; while all is well nobody needs them.
        if (!dev && !isComplaint && !line.startsWith("{")) return;
        const readable = toReadableLine(name, line, dev ? 30 : 40);
        if (readable) console.log(readable);
      },
    });
  };
  const dashboard = manage("dashboard", "lib/server/main.ts", dev ? ["--dev"] : [], {
    REELYARD_ENGINE_CREDENTIALS: path.join(env.dataDir, "engine", "credentials.json"),
  });
  const engineUrl = toLocalUrl(env.host, env.enginePort);
  const dashboardUrl = toLocalUrl(env.host, env.port);
  let tellAccounts;
  const accounts = new Promise((resolve) => {
    tellAccounts = resolve;
  });
  const engine = manage(
    "engine",
    "lib/engine/main.ts",
    [],
    { REELYARD_DASHBOARD_URL: dashboardUrl },
    (message) => {
      if (message?.accounts === true) tellAccounts();
    },
  );
  let unwatch = () => {};

  const ready = (async () => {
    await phase("Starting the engine and the dashboard", async () => {
      const engineAnswers = engine.start();
      // The dashboard makes its local connections from the accounts that the engine writes first of all; the rest
      // of both starts goes on beside each other.
      await Promise.race([accounts, engineAnswers]);
      await Promise.all([engineAnswers, dashboard.start()]);
      await Promise.all([requireAnswer(`${engineUrl}/health`), requireAnswer(`${dashboardUrl}/api/health`)]);
    });
    say(`\nReelyard is ready: ${dashboardUrl}\n`);
    if (dev) unwatch = watchBoth({ root, engine, dashboard, say });
  })();

  return {
    ready,
    /** The dashboard first: it may still be talking to the engine. */
    async stop() {
      unwatch();
      await dashboard.stop();
      await engine.stop();
    },
    kill() {
      dashboard.kill();
      engine.kill();
    },
  };
}

function watchBoth({ root, engine, dashboard, say }) {
  const restart = (name, managed) => () => {
    say(`Sources changed: starting the ${name} again.`);
    managed.restart().catch((error) => say(error.message));
  };
  const stops = [
    watchSources({ root, folders: engineFolders, onChange: restart("engine", engine) }),
    watchSources({ root, folders: dashboardFolders, onChange: restart("dashboard", dashboard) }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The address at which this machine reaches what listens on `host`. */
function toLocalUrl(host, port) {
  if (["127.0.0.1", "0.0.0.0", "::", "::1", "localhost"].includes(host)) return `http://localhost:${port}`;
  return host.includes(":") ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}

async function requireAnswer(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    await answer.arrayBuffer();
    if (answer.status >= 500) throw new Error(`it answered ${answer.status}`);
  } catch (error) {
    throw new StartError(`${url} should answer and does not: ${error.cause?.message ?? error.message}.`);
  }
}
