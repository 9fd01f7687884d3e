import { spawn } from "node:child_process";
import { Duplex } from "node:stream";
import type { ChildEnd, ChildRequest, StartedChild } from "./started-child.ts";

/** Started by this process itself, which stands still meanwhile: the longer, the more memory it has. */
export async function startHere(request: ChildRequest): Promise<StartedChild> {
  const { promise, resolve, reject } = Promise.withResolvers<StartedChild>();
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    detached: true,
    env: request.env,
    stdio: request.stdio.map((kind) => (kind === "ignore" ? "ignore" : "pipe")),
  });
  const ended = new Promise<ChildEnd>((end) => {
    child.once("close", (code, signal) => end({ code, signal }));
  });
  child.once("error", reject);
  const { pid } = child;
  if (pid !== undefined) {
    const pipes = child.stdio.map((pipe) => (pipe instanceof Duplex ? pipe : undefined));
    resolve({ pid, pipes, ended });
  }
  return promise;
}
