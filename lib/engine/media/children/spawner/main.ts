import { type ChildProcess, spawn } from "node:child_process";
import { rmdirSync, rmSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { Duplex } from "node:stream";
import { type SpawnerWord, type StartOrder, writeLabel } from "./messages.ts";

// A process of its own, which has next to no memory: it starts the engine's children, so that the engine, which has
// much, is never copied for it. What a child reads and writes goes past it.

const [, , address = ""] = process.argv;
const running = new Set<number>();
/** Up to here libuv makes a socket that a child is given block. */
const lastStandardDescriptor = 2;

const say = (word: SpawnerWord) => process.send?.(word, () => {});

async function start({ id, command, args, cwd, env, stdio }: StartOrder): Promise<void> {
  const pipes: (Socket | undefined)[] = [];
  const giveUp = (word: SpawnerWord) => {
    say(word);
    for (const pipe of pipes) pipe?.destroy();
  };
  try {
    for (const [descriptor, kind] of stdio.entries()) {
      pipes.push(kind === "ignore" ? undefined : await openPipe(id, descriptor));
    }
  } catch {
    giveUp({ id, cutOff: true });
    return;
  }
  try {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: pipes.map((pipe, descriptor) => {
        if (!pipe) return "ignore";
        return descriptor <= lastStandardDescriptor ? pipe : "pipe";
      }),
    });
    child.once("error", (error) => giveUp({ id, problem: error.message }));
    const { pid } = child;
    if (pid === undefined) return;
    running.add(pid);
    child.once("exit", (code, signal) => {
      running.delete(pid);
      say({ id, end: { code, signal } });
    });
    say({ id, pid });
    for (const [descriptor, pipe] of pipes.entries()) {
      if (!pipe) continue;
      if (descriptor <= lastStandardDescriptor) pipe.destroy();
      else relay(child.stdio[descriptor], pipe, stdio[descriptor] === "input");
    }
  } catch (error) {
    giveUp({ id, problem: error instanceof Error ? error.message : String(error) });
  }
}

/** A way to the engine, labelled. */
function openPipe(id: number, descriptor: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const pipe = connect(address);
  // Nothing of what comes is ours to read.
  pipe.pause();
  pipe.on("error", reject);
  pipe.once("connect", () => {
    pipe.write(writeLabel(id, descriptor), (error) => (error ? reject(error) : resolve(pipe)));
  });
  return promise;
}

/**
 * The child has the standard descriptors for its own. One above them would not block, which programs do not expect:
 * there it has a pipe of ours that does, and the little that goes over it is passed on.
 */
function relay(own: ChildProcess["stdio"][number] | undefined, pipe: Socket, isInput: boolean): void {
  if (!(own instanceof Duplex)) {
    pipe.destroy();
    return;
  }
  own.on("error", () => {});
  pipe.on("error", () => own.destroy());
  if (isInput) {
    own.once("close", () => pipe.destroy());
    pipe.pipe(own);
  } else {
    // Its other direction, which nobody reads, would keep it open.
    pipe.once("finish", () => pipe.destroy());
    own.pipe(pipe);
  }
}

// The engine is gone, however it went. Where the system has `setpriv`, our end takes the children along as well.
process.once("disconnect", () => {
  for (const pid of running) {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // Ended meanwhile.
    }
  }
  try {
    rmSync(address, { force: true });
    rmdirSync(path.dirname(address));
  } catch {
    // The engine has removed them.
  }
  process.exit(0);
});
// A Ctrl-C in the terminal is for the engine, which ends its children in order.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("message", (order: StartOrder) => void start(order));
say({ ready: true });
// Now, since it is killed more often than it ends.
flushCompileCache();
