import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface PathLimits {
  readonly roundTripMs: number;
  readonly windowBytes: number;
}

export interface LongPath {
  /** In place of the server's own origin. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * A user-space proxy that is as far away as another continent: every byte takes half of `roundTripMs` each way, and
 * at most `windowBytes` of a connection are on their way to the server at once, as a TCP window has it.
 */
export async function openLongPath(to: URL, limits: PathLimits): Promise<LongPath> {
  const worker = new Worker(new URL("./long-path-proxy.ts", import.meta.url), {
    workerData: { host: to.hostname, port: Number(to.port), ...limits },
  });
  const [port] = (await once(worker, "message")) as [number];
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      await worker.terminate();
    },
  };
}
