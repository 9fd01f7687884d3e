import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface LongPath {
  /** In place of the server's own origin. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * A user-space proxy that is as far away as another continent: every byte takes half of `roundTripMs` each way, and
 * at most `windowBytes` of a connection are on their way to the server at once, as a TCP window has it.
 */
export async function openLongPath(
  to: URL,
  { roundTripMs, windowBytes }: { roundTripMs: number; windowBytes: number },
): Promise<LongPath> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    carry(near, far, { delayMs: roundTripMs / 2, windowBytes });
    carry(far, near, { delayMs: roundTripMs / 2, windowBytes: Number.POSITIVE_INFINITY });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Room in the window comes back with the acknowledgement: half a round trip after the bytes have arrived. */
function carry(
  from: Socket,
  to: Socket,
  { delayMs, windowBytes }: { delayMs: number; windowBytes: number },
): void {
  let onTheWay = 0;
  const waiting: Buffer[] = [];
  const send = () => {
    for (let chunk = waiting[0]; chunk && onTheWay < windowBytes; chunk = waiting[0]) {
      waiting.shift();
      const piece = chunk.subarray(0, windowBytes - onTheWay);
      if (piece.length < chunk.length) waiting.unshift(chunk.subarray(piece.length));
      onTheWay += piece.length;
      setTimeout(() => {
        if (!to.destroyed) to.write(piece);
        setTimeout(() => {
          onTheWay -= piece.length;
          send();
        }, delayMs);
      }, delayMs);
    }
    if (waiting.length < 16) from.resume();
  };
  from.on("data", (chunk: Buffer) => {
    waiting.push(chunk);
    if (waiting.length >= 16) from.pause();
    send();
  });
  from.on("end", () => setTimeout(() => to.end(), delayMs));
  from.on("close", () => setTimeout(() => to.destroy(), 2 * delayMs + 100));
}
