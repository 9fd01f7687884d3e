// The proxy of `openLongPath`, in a thread of its own: the sender's work must not slow the path.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { PathLimits } from "./long-path.ts";

const { host, port, roundTripMs, windowBytes }: PathLimits & { host: string; port: number } = workerData;
const delayMs = roundTripMs / 2;

const server = createServer((near) => {
  const far = connect(port, host);
  for (const socket of [near, far]) {
    socket.setNoDelay(true);
    socket.on("error", () => {});
  }
  carry(near, far, windowBytes);
  carry(far, near, Number.POSITIVE_INFINITY);
});
server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));

/** Room in the window comes back with the acknowledgement: half a round trip after the bytes have arrived. */
function carry(from: Socket, to: Socket, windowBytes: number): void {
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
