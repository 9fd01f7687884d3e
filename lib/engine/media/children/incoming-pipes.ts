import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { labelBytes, readLabel } from "./spawner/messages.ts";

/**
 * Where the spawner brings its children's pipes to: a Unix socket that only this user reaches. Node can pass a socket
 * from process to process as well, but loses what comes over it meanwhile, and waits for an answer to each.
 */
export class IncomingPipes {
  readonly address: string;
  readonly #server: Server;
  readonly #awaited = new Map<string, (pipe: Socket) => void>();

  private constructor(server: Server, address: string) {
    this.#server = server;
    this.address = address;
    server.on("connection", (pipe) => this.#receive(pipe));
  }

  static async open(): Promise<IncomingPipes> {
    // Not the data directory: its path may be longer than such an address can be.
    const directory = await mkdtemp(path.join(tmpdir(), "reelyard-pipes-"));
    const address = path.join(directory, "s");
    const server = createServer().unref();
    try {
      await once(server.listen(address), "listening");
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
    return new IncomingPipes(server, address);
  }

  /** Resolves when the child's pipe is there, however long that takes. */
  take(id: number, descriptor: number): Promise<Socket> {
    return new Promise((resolve) => this.#awaited.set(nameOf({ id, descriptor }), resolve));
  }

  /** Pipes of this child that come later are closed. */
  forget(id: number): void {
    for (const name of this.#awaited.keys()) if (name.startsWith(`${id} `)) this.#awaited.delete(name);
  }

  async close(): Promise<void> {
    this.#server.close();
    await rm(path.dirname(this.address), { recursive: true, force: true });
  }

  #receive(pipe: Socket): void {
    // A child that ends while it is written to; whoever writes finds out by the child's end.
    pipe.on("error", () => {});
    const onReadable = () => {
      const label: Buffer | null = pipe.read(labelBytes);
      if (!label) return;
      pipe.off("readable", onReadable);
      const name = label.length === labelBytes ? nameOf(readLabel(label)) : "";
      const receive = this.#awaited.get(name);
      this.#awaited.delete(name);
      if (receive) receive(pipe);
      else pipe.destroy();
    };
    pipe.on("readable", onReadable);
  }
}

const nameOf = ({ id, descriptor }: { id: number; descriptor: number }) => `${id} ${descriptor}`;
