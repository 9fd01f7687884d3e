import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface CuttingProxy {
  /** In place of the server's own origin. */
  readonly origin: string;
  /** The next connections to have sent so many bytes are reset, one for each number. */
  cutAfter(...sentBytes: number[]): void;
  readonly cuts: number;
  close(): Promise<void>;
}

/** A TCP proxy before a server that resets connections in the middle of what they send. */
export async function startCuttingProxy(to: URL): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let toCut: number[] = [];
  let cuts = 0;
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    let sent = 0;
    for (const [from, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        other.destroy();
      });
    }
    far.pipe(near);
    near.on("data", (chunk: Buffer) => {
      if (near.destroyed) return;
      sent += chunk.length;
      if (toCut[0] !== undefined && sent >= toCut[0]) {
        toCut.shift();
        cuts++;
        near.resetAndDestroy();
        far.destroy();
      } else if (!far.write(chunk)) {
        near.pause();
        far.once("drain", () => near.resume());
      }
    });
    near.on("end", () => far.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAfter: (...sentBytes) => {
      toCut = sentBytes;
      cuts = 0;
    },
    get cuts() {
      return cuts;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
