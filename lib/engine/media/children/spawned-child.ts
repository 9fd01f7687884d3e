import type { Duplex } from "node:stream";
import { finished } from "node:stream/promises";
import { endGroup } from "./end-group.ts";
import type { ChildEnd, ChildRequest, StartedChild } from "./started-child.ts";

/** The process that starts others is gone, and what it was asked to start does not run. */
export class SpawnerLostError extends Error {
  override readonly name = "SpawnerLostError";
}

/** One child as the spawner tells of it. */
export class SpawnedChild {
  readonly #request: ChildRequest;
  readonly #pipes: readonly (Promise<Duplex> | undefined)[];
  readonly #running = Promise.withResolvers<number>();
  readonly #end = Promise.withResolvers<ChildEnd>();
  readonly #failed = Promise.withResolvers<never>();
  #pid: number | undefined;
  /** Rejects when it cannot be started, or when the spawner is gone before it is. */
  readonly started: Promise<StartedChild>;

  constructor(request: ChildRequest, takePipe: (descriptor: number) => Promise<Duplex>) {
    this.#request = request;
    this.#pipes = request.stdio.map((kind, descriptor) =>
      kind === "ignore" ? undefined : takePipe(descriptor),
    );
    this.started = this.#start();
  }

  run(pid: number): void {
    this.#pid = pid;
    this.#running.resolve(pid);
  }

  fail(problem: string): void {
    this.#failed.reject(new Error(problem));
  }

  end(end: ChildEnd): void {
    this.#end.resolve(end);
  }

  /** The spawner is gone: so is the child where the system has `setpriv`, and where it has none we end it. */
  lose(): void {
    this.#failed.reject(new SpawnerLostError("The process that starts others has ended."));
    this.#end.resolve({ code: null, signal: "SIGKILL" });
    if (this.#pid !== undefined) endGroup(this.#pid);
  }

  /** Ends one that has not got all its pipes, and closes those that it has. False when it does not run yet. */
  discard(): boolean {
    for (const pipe of this.#pipes) pipe?.then((arrived) => arrived.destroy());
    this.#failed.reject(new Error("Its pipes did not come."));
    if (this.#pid === undefined) return false;
    endGroup(this.#pid);
    return true;
  }

  async #start(): Promise<StartedChild> {
    const all = Promise.all([this.#running.promise, ...this.#pipes]);
    const [pid, ...pipes] = await Promise.race([all, this.#failed.promise]);
    return { pid, pipes, ended: this.#ended(pipes) };
  }

  async #ended(pipes: readonly (Duplex | undefined)[]): Promise<ChildEnd> {
    const allRead = pipes
      .filter((pipe, descriptor) => pipe && this.#request.stdio[descriptor] === "output")
      .map((pipe) => pipe && finished(pipe, { writable: false }).catch(() => {}));
    const end = await this.#end.promise;
    for (const [descriptor, kind] of this.#request.stdio.entries()) {
      if (kind === "input") pipes[descriptor]?.destroy();
    }
    await Promise.all(allRead);
    return end;
  }
}
