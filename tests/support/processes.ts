import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { nodeImports } from "#scripts/start/node-imports.mjs";
import { placeEmptyDatabases } from "./database-template.ts";

/** One of our processes on its own, without the supervisor, so that a test decides when it dies and comes back. */
export interface TestProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Every line it has said so far. */
  readonly lines: readonly string[];
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export interface ProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly enginePort: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a process tells its supervisor once it answers; before that the engine tells that its accounts are written. */
const ready = z.object({ ready: z.literal(true) });

const entries = { engine: "lib/engine/main.ts", dashboard: "lib/server/main.ts" } as const;

/** As under the supervisor: what a process compiled at one start is not compiled again at the next. */
export const compiled = { NODE_COMPILE_CACHE: path.resolve(".cache/compiled") } as const;

/** Starts the process and waits until it says that it answers; rejects with what it said when it ends before. */
export async function startProcess(
  name: keyof typeof entries,
  { dataDir, port, enginePort, env = {} }: ProcessOptions,
): Promise<TestProcess> {
  await placeEmptyDatabases(dataDir);
  const child = spawn(
    process.execPath,
    [...nodeImports, "--import", "./scripts/start/watch-parent.mjs", entries[name]],
    {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        ...compiled,
        PORT: String(port),
        ENGINE_PORT: String(enginePort),
        REELYARD_DATA: dataDir,
        REELYARD_ENGINE_CREDENTIALS: `${dataDir}/engine/credentials.json`,
        ...env,
      },
    },
  );
  const lines: string[] = [];
  const ended = once(child, "exit").then(([code]): number | null => code);
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => lines.push(line));
    }
    child.on("message", (message) => {
      if (ready.safeParse(message).success) resolve();
    });
    ended.then((code) => reject(new Error(`The ${name} ended with ${code}:\n${lines.join("\n")}`)));
    child.once("error", reject);
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`The ${name} has no pid`);
  return {
    child,
    pid,
    lines,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
