import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { placeEmptyDatabases } from "./database-template.ts";
import { findFreePorts } from "./ports.ts";
import { until } from "./until.ts";

export interface AppOptions {
  /** Made and removed by the test app when absent; a given one is kept. */
  readonly dataDir?: string;
  readonly port?: number;
  readonly enginePort?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
  /** Starts with nothing at all in its data directory, as people do; else with two empty databases. */
  readonly fromNothing?: boolean;
}

export type ProcessName = "engine" | "dashboard";

/** The whole product, started the way people start it: supervisor, engine and dashboard, built for production. */
export interface TestApp {
  readonly url: string;
  /** Health and metrics; the protocols are on the ports after it. */
  readonly engineUrl: string;
  readonly port: number;
  readonly enginePort: number;
  readonly dataDir: string;
  readonly supervisor: ChildProcess;
  /** Everything said so far: the console, and all log files. */
  readOutput(): Promise<string>;
  /** Of the process that answered last. */
  findPid(name: ProcessName): Promise<number>;
  /** Ctrl-C's way. Resolves with the supervisor's exit code. */
  stop(): Promise<number | null>;
}

const startWithinMs = 240_000;

/** What `npm start` runs, with the supervisor's console. Resolves at once; `startApp` waits for it to answer. */
export async function launch(options: AppOptions = {}) {
  const port = options.port ?? (await findFreePorts(1));
  const enginePort = options.enginePort ?? (await findFreePorts(5));
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), "reelyard-app-")));
  const supervisor = spawn(process.execPath, ["scripts/start.mjs", ...(options.dev ? ["--dev"] : [])], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      // As npm starts it: the supervisor watches its parent then, and ends when a test run is killed.
      npm_lifecycle_event: "start",
      PORT: String(port),
      ENGINE_PORT: String(enginePort),
      REELYARD_DATA: dataDir,
      ...options.env,
    },
  });
  const said: string[] = [];
  supervisor.stdout.on("data", (chunk) => said.push(String(chunk)));
  supervisor.stderr.on("data", (chunk) => said.push(String(chunk)));
  const ended = once(supervisor, "close").then(([code]): number | null => code);
  return { supervisor, port, enginePort, dataDir, ended, console: () => said.join("") };
}

export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  const given = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), "reelyard-app-")));
  if (!options.fromNothing) await placeEmptyDatabases(given);
  const launched = await launch({ ...options, dataDir: given });
  const { supervisor, port, enginePort, dataDir, ended } = launched;
  await until(
    "the supervisor to say that Reelyard is ready",
    () => {
      if (supervisor.exitCode !== null) throw new Error(`It ended: ${launched.console()}`);
      return launched.console().includes("Reelyard is ready");
    },
    { withinMs: startWithinMs },
  ).catch((error) => {
    supervisor.kill("SIGKILL");
    throw new Error(`${error}\n${launched.console()}`, { cause: error });
  });
  return {
    url: `http://localhost:${port}`,
    engineUrl: `http://127.0.0.1:${enginePort}`,
    port,
    enginePort,
    dataDir,
    supervisor,
    readOutput: async () => launched.console() + (await readLogs(dataDir)),
    findPid: (name) => findPid(dataDir, name),
    async stop() {
      supervisor.kill("SIGTERM");
      const code = await ended;
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

async function readLogs(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, "logs");
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  return texts.join("\n");
}

const supervisorEntry = z.object({ process: z.string().optional(), pid: z.number().optional() });

/** The supervisor notes the pid of each process that has come to answer. */
export async function findPid(dataDir: string, name: ProcessName): Promise<number> {
  const log = await readFile(path.join(dataDir, "logs", "supervisor.log"), "utf8");
  const entries = log
    .trim()
    .split("\n")
    .map((line) => supervisorEntry.parse(JSON.parse(line)));
  const pid = entries.findLast((entry) => entry.process === name)?.pid;
  if (pid === undefined) throw new Error(`The ${name} has not answered yet:\n${log}`);
  return pid;
}
