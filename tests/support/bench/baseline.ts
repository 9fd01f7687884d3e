import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { findFreePorts } from "#tests/support/ports.ts";

/** A server to compare with, in a process of its own as ours is. */
export interface Baseline {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `tests/bench/baselines/<name>.ts`, which writes what it receives into `folder`. */
export async function startBaseline(name: string, folder: string): Promise<Baseline> {
  const port = await findFreePorts(1);
  const child = spawn(process.execPath, [`tests/bench/baselines/${name}.ts`, folder, String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`${name} ended with ${code}.`))),
  ]);
  if (child.pid === undefined) throw new Error(`${name} has no pid`);
  return {
    child,
    pid: child.pid,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
