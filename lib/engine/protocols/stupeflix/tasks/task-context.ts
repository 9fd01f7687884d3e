import type { Engine } from "../../../engine.ts";
import type { WorkDirectory } from "../../../storage.ts";
import { fetchInput } from "./fetch-input.ts";
import type { Places } from "./places.ts";
import type { TaskResult } from "./task-kind.ts";

export interface FetchLimits {
  /** Below what the engine takes of any source. */
  readonly maxBytes?: number | undefined;
}

/** What a running task is given. */
export interface TaskContext {
  readonly engine: Engine;
  readonly taskKey: string;
  /** Aborts when the task is cancelled, the engine stops, or another process has taken the task over. */
  readonly signal: AbortSignal;
  /** The task's own directory, made at the first call and removed at its end. */
  workDirectory(): Promise<string>;
  /**
   * Fetches the medium that a parameter names, through the network guard, into the work directory; answers its
   * path. Throws `TaskFault` naming the parameter. Outside of `work`: a slow server must not hold a place.
   */
  fetch(parameter: string, url: string, limits?: FetchLimits): Promise<string>;
  /** Waits for one of the places that tasks of this pace have for decoding and encoding, and holds it. */
  work<T>(run: () => Promise<T>): Promise<T>;
  /** Tells whoever watches; anything JSON, a number from 0 to 100 where there is one. */
  progress(value: unknown): void;
  /** Tells part of the result before its end. Its files are stored at once and stay. */
  publish(partial: TaskResult): Promise<void>;
}

interface RunningTaskOptions
  extends Pick<TaskContext, "engine" | "taskKey" | "signal" | "progress" | "publish"> {
  readonly places: Places;
}

export class RunningTask implements TaskContext {
  readonly engine: Engine;
  readonly taskKey: string;
  readonly signal: AbortSignal;
  readonly progress: TaskContext["progress"];
  readonly publish: TaskContext["publish"];
  readonly #places: Places;
  #directory: Promise<WorkDirectory> | undefined;
  #fetched = 0;

  constructor(options: RunningTaskOptions) {
    this.engine = options.engine;
    this.taskKey = options.taskKey;
    this.signal = options.signal;
    this.progress = options.progress;
    this.publish = options.publish;
    this.#places = options.places;
  }

  async workDirectory(): Promise<string> {
    this.#directory ??= this.engine.storage.workDirectory("task");
    return (await this.#directory).path;
  }

  async fetch(parameter: string, url: string, { maxBytes }: FetchLimits = {}): Promise<string> {
    const file = `${await this.workDirectory()}/input-${this.#fetched++}`;
    await fetchInput({ parameter, url, file, maxBytes, engine: this.engine, signal: this.signal });
    return file;
  }

  work<T>(run: () => Promise<T>): Promise<T> {
    return this.#places.run(this.signal, run);
  }

  async dispose(): Promise<void> {
    await (await this.#directory)?.dispose();
  }
}
