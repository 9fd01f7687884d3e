import { once } from "node:events";
import { connect } from "node:net";

/** Sends bytes to a port as they are and answers everything that comes back until the other side ends. */
export async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A server that has answered may reset what we are still sending; "close" follows.
  socket.on("error", () => {});
  await once(socket, "connect");
  const closed = new Promise((resolve) => {
    socket.once("close", resolve);
  });
  socket.write(text);
  await closed;
  return Buffer.concat(chunks).toString("latin1");
}
