import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { IncomingPipes } from "./incoming-pipes.ts";
import { SpawnedChild, SpawnerLostError } from "./spawned-child.ts";
import type { SpawnerWord, StartOrder } from "./spawner/messages.ts";
import type { ChildRequest, StartedChild } from "./started-child.ts";

const program = fileURLToPath(new URL("./spawner/main.ts", import.meta.url));
const heapMegabytes = 32;
/** What has not been answered by then never will be, also on a machine with ten things to do. */
const answerWithinMs = 60_000;

/** One life of the spawner: a small process of ours that starts children, which live no longer than it does. */
export class SpawnerProcess {
  readonly #process: ChildProcess;
  readonly #pipes: IncomingPipes;
  readonly #children = new Map<number, SpawnedChild>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  #lastId = 0;
  #isLost = false;

  private constructor(process: ChildProcess, pipes: IncomingPipes) {
    this.#process = process;
    this.#pipes = pipes;
    this.#ready.promise.catch(() => {});
    process.once("exit", () => this.#lose());
    process.once("error", () => this.#lose());
    process.on("message", (word: SpawnerWord) => this.#hear(word));
  }

  /** Resolves when it can be asked. Rejects when it cannot be started. */
  static async open(): Promise<SpawnerProcess> {
    const pipes = await IncomingPipes.open();
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMegabytes}`, program, pipes.address], {
      cwd: "/",
      // None of the engine's secrets: what a child's environment is comes with the order to start it.
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        // What it compiled once need not be compiled again, which is a third of its memory.
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const spawner = new SpawnerProcess(child, pipes);
    await orElse(spawner.#ready.promise, () => child.kill("SIGKILL"));
    // Children that run keep this process running; that some could be started does not.
    child.unref();
    child.channel?.unref();
    return spawner;
  }

  /** Whether another has to start what comes next. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Rejects with `SpawnerLostError`, or with why the system does not start it. */
  async start(request: ChildRequest): Promise<StartedChild> {
    const id = ++this.#lastId;
    const child = new SpawnedChild(request, (descriptor) => this.#pipes.take(id, descriptor));
    this.#children.set(id, child);
    this.#process.channel?.ref();
    try {
      const order: StartOrder = { id, ...request };
      this.#process.send(order, (error) => error && child.lose());
      return await orElse(child.started, () => {
        // One that runs has lost its pipes, as when this process may open no more files; else it is the spawner.
        if (!child.discard()) this.#process.kill("SIGKILL");
      });
    } catch (error) {
      this.#forget(id);
      this.#pipes.forget(id);
      child.discard();
      throw error;
    }
  }

  /** Ends it, and with it whatever it has started. */
  async close(): Promise<void> {
    this.#process.ref();
    this.#process.kill("SIGKILL");
    await this.#gone.promise;
    await this.#pipes.close();
  }

  #hear(word: SpawnerWord): void {
    if ("ready" in word) {
      this.#ready.resolve();
      return;
    }
    const child = this.#children.get(word.id);
    if ("pid" in word) child?.run(word.pid);
    if ("problem" in word) child?.fail(word.problem);
    if ("cutOff" in word) {
      // Its socket's file is gone, as when somebody empties the directory for temporary files. What it has started
      // goes on; it ends after the last.
      this.#isLost = true;
      child?.lose();
    }
    if ("end" in word) {
      child?.end(word.end);
      this.#forget(word.id);
    }
  }

  #forget(id: number): void {
    this.#children.delete(id);
    if (this.#children.size > 0) return;
    this.#process.channel?.unref();
    if (this.#isLost) this.#process.kill("SIGKILL");
  }

  #lose(): void {
    this.#isLost = true;
    for (const child of this.#children.values()) child.lose();
    this.#children.clear();
    this.#ready.reject(new SpawnerLostError("The process that starts others has ended."));
    this.#gone.resolve();
    this.#pipes.close().catch(() => {});
  }
}

/** Waits for an answer; `giveUp` makes it fail when it does not come. */
async function orElse<T>(answer: Promise<T>, giveUp: () => void): Promise<T> {
  const late = setTimeout(giveUp, answerWithinMs);
  try {
    return await answer;
  } finally {
    clearTimeout(late);
  }
}
