import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { guardedConnect } from "#lib/network/guarded-connect.ts";
import { type AmfValue, decodeAmf, encodeAmf } from "./amf0.ts";
import type { BroadcastPacket } from "./packets.ts";
import { ChunkReader, encodeMessage, RtmpError, type RtmpMessage } from "./rtmp-chunks.ts";
import { messageTypes, uint32 } from "./rtmp-messages.ts";

export interface RtmpTarget {
  /** `rtmp://host[:port]/application`, or rtmps. */
  readonly serverUrl: string;
  readonly streamKey: string;
}

const handshakeBytes = 1536;
const chunkSize = 4096;
const connectTimeoutMs = 10_000;
const defaultPorts = { "rtmp:": 1935, "rtmps:": 443 } as const;
const rtmpPorts: ReadonlySet<number> = new Set([80, 443, 1935, 1936, 2935]);
/** What a server that does not take its bytes may make us hold. */
const mostBufferedBytes = 8 * 1024 * 1024;
const pingRequest = 6;
const pingResponse = 7;

/** One broadcast on its way to another RTMP server: what an encoder such as OBS would send, byte for byte. */
export class RtmpPublisher {
  readonly #socket: Socket;
  readonly #chunks = new ChunkReader();
  readonly #answers = new Map<number, PromiseWithResolvers<AmfValue[]>>();
  readonly #status = Promise.withResolvers<void>();
  /** Resolves when the connection is gone, with why when it was not we who ended it. */
  readonly closed: Promise<Error | undefined>;
  #streamId = 0;
  #isEnding = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#status.promise.catch(() => {});
    this.closed = this.#listen();
  }

  /** Connects, says who it is, and resolves once the server takes the broadcast. Rejects when it does not. */
  static async open(
    { serverUrl, streamKey }: RtmpTarget,
    { allowPrivate, signal }: { allowPrivate: readonly string[]; signal: AbortSignal },
  ): Promise<RtmpPublisher> {
    const url = new URL(serverUrl);
    const isTls = url.protocol === "rtmps:";
    const port = Number(url.port || defaultPorts[isTls ? "rtmps:" : "rtmp:"]);
    const within = AbortSignal.any([signal, AbortSignal.timeout(connectTimeoutMs)]);
    const socket = await guardedConnect(url.hostname, port, {
      allowPrivate,
      ports: rtmpPorts,
      isTls,
      timeoutMs: connectTimeoutMs,
      signal: within,
    });
    const onAbort = () => socket.destroy(new RtmpError("It did not answer in time."));
    within.addEventListener("abort", onAbort, { once: true });
    try {
      await greet(socket);
      const publisher = new RtmpPublisher(socket);
      await publisher.#introduce(url, streamKey);
      return publisher;
    } catch (error) {
      socket.on("error", () => {}).destroy();
      throw error;
    } finally {
      within.removeEventListener("abort", onAbort);
    }
  }

  /** False when the server has fallen too far behind: the connection is given up then. */
  send({ type, timestampMs, payload }: BroadcastPacket): boolean {
    if (this.#socket.destroyed) return false;
    const chunkStreamId = type === messageTypes.audio ? 4 : type === messageTypes.video ? 6 : 5;
    this.#socket.write(
      encodeMessage({ type, streamId: this.#streamId, payload, timestampMs }, { chunkStreamId, chunkSize }),
    );
    if (this.#socket.writableLength <= mostBufferedBytes) return true;
    this.#socket.destroy(new RtmpError("It does not take the broadcast as fast as it comes."));
    return false;
  }

  /** Says that nothing more comes. */
  async end(): Promise<void> {
    if (this.#isEnding || this.#socket.destroyed) return;
    this.#isEnding = true;
    this.#command(3, 0, "deleteStream", 6, null, this.#streamId);
    this.#socket.end();
    const gone = setTimeout(() => this.#socket.destroy(), 2_000);
    await this.closed;
    clearTimeout(gone);
  }

  async #introduce(url: URL, streamKey: string): Promise<void> {
    const app = `${url.pathname}${url.search}`.replace(/^\/+/, "").replace(/\/+$/, "");
    const tcUrl = `${url.protocol}//${url.host}/${app}`;
    this.#send(messageTypes.setChunkSize, uint32(chunkSize), { chunkStreamId: 2 });
    await this.#ask(1, "connect", { app, type: "nonprivate", flashVer: "FMLE/3.0", tcUrl });
    this.#command(3, 0, "releaseStream", 2, null, streamKey);
    this.#command(3, 0, "FCPublish", 3, null, streamKey);
    const [, , , streamId] = await this.#ask(4, "createStream", null);
    if (typeof streamId !== "number") throw new RtmpError("It opened no stream.");
    this.#streamId = streamId;
    this.#command(5, streamId, "publish", 5, null, streamKey, "live");
    await this.#status.promise;
  }

  async #ask(transaction: number, name: string, ...values: AmfValue[]): Promise<AmfValue[]> {
    const answer = Promise.withResolvers<AmfValue[]>();
    this.#answers.set(transaction, answer);
    this.#command(3, 0, name, transaction, ...values);
    return answer.promise;
  }

  #command(chunkStreamId: number, streamId: number, ...values: AmfValue[]): void {
    this.#send(messageTypes.command, encodeAmf(...values), { chunkStreamId, streamId });
  }

  #send(type: number, payload: Buffer, to: { chunkStreamId: number; streamId?: number }): void {
    const message = { type, streamId: to.streamId ?? 0, payload };
    this.#socket.write(encodeMessage(message, { chunkStreamId: to.chunkStreamId, chunkSize }));
  }

  async #listen(): Promise<Error | undefined> {
    let why: Error | undefined;
    try {
      for await (const piece of this.#socket) {
        for (const message of this.#chunks.feed(piece as Buffer)) this.#handle(message);
      }
    } catch (error) {
      why = error instanceof Error ? error : new Error(String(error));
    }
    this.#socket.on("error", () => {}).destroy();
    if (!this.#isEnding) why ??= new RtmpError("It closed the connection.");
    this.#fail(why ?? new RtmpError("The broadcast has ended."));
    return this.#isEnding ? undefined : why;
  }

  #handle({ type, payload }: RtmpMessage): void {
    switch (type) {
      case messageTypes.setChunkSize:
        this.#chunks.chunkSize = payload.readUInt32BE() & 0x7f_ff_ff_ff;
        return;
      case messageTypes.abort:
        this.#chunks.abort(payload.readUInt32BE());
        return;
      case messageTypes.userControl:
        if (payload.readUInt16BE() === pingRequest) {
          const pong = Buffer.concat([Buffer.from([0, pingResponse]), payload.subarray(2)]);
          this.#send(messageTypes.userControl, pong, { chunkStreamId: 2 });
        }
        return;
      case messageTypes.command:
        this.#hear(decodeAmf(payload));
    }
  }

  #hear(values: AmfValue[]): void {
    const [name, transaction, , about] = values;
    if (name === "onStatus") {
      if (levelOf(about) === "error") this.#fail(refused(about));
      else this.#status.resolve();
      return;
    }
    const answer = typeof transaction === "number" ? this.#answers.get(transaction) : undefined;
    if (name === "_result") answer?.resolve(values);
    if (name === "_error") answer?.reject(refused(about));
  }

  #fail(error: Error): void {
    this.#status.reject(error);
    for (const { promise, reject } of this.#answers.values()) {
      promise.catch(() => {});
      reject(error);
    }
  }
}

/** The simple handshake, as a client. Reads no byte beyond it. */
async function greet(socket: Socket): Promise<void> {
  const ours = Buffer.concat([Buffer.alloc(8), randomBytes(handshakeBytes - 8)]);
  socket.write(Buffer.concat([Buffer.from([3]), ours]));
  const answer = await readExactly(socket, 1 + 2 * handshakeBytes);
  if (answer[0] !== 3) throw new RtmpError("That is not RTMP.");
  socket.write(answer.subarray(1, 1 + handshakeBytes));
}

async function readExactly(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes: Buffer | null = socket.read(length);
    if (bytes && bytes.length === length) return bytes;
    if (socket.destroyed || socket.readableEnded || bytes) throw new RtmpError("It closed the connection.");
    await Promise.race([once(socket, "readable"), once(socket, "close"), once(socket, "end")]);
  }
}

const membersOf = (value: AmfValue): Readonly<Record<string, AmfValue>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, AmfValue>>)
    : {};

const refused = (about: AmfValue) => new RtmpError(`It refused the broadcast: ${describe(about)}`);

const levelOf = (about: AmfValue) => membersOf(about).level;

/** Short, and nothing but what can be read: it is shown to people. */
function describe(about: AmfValue): string {
  const { description, code } = membersOf(about);
  const said = [description, code].find((text) => typeof text === "string" && text !== "");
  return String(said ?? "it does not say why")
    .replace(/\p{C}/gu, " ")
    .slice(0, 200);
}
