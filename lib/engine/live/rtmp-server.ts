import { randomBytes } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import type { Log } from "#lib/log.ts";
import { type AmfValue, decodeAmf, encodeAmf } from "./amf0.ts";
import { flvHeader, flvTag } from "./flv.ts";
import type { BroadcastPacket } from "./packets.ts";
import { ChunkReader, encodeMessage, RtmpError, type RtmpMessage } from "./rtmp-chunks.ts";
import { messageTypes, uint32 } from "./rtmp-messages.ts";

/** Where a broadcast's FLV bytes go. */
export interface BroadcastSink {
  /** False while it cannot take more; `drained` then says when it can. */
  write(bytes: Buffer): boolean;
  drained(): Promise<void>;
  /** Each packet as it came, for whoever passes the broadcast on. */
  pass(packet: BroadcastPacket): void;
  /** Nothing more comes. */
  end(): void;
  /** Aborts when the broadcast is to be ended from this side. */
  readonly stop: AbortSignal;
}

export interface RtmpServerOptions {
  readonly log: Log;
  /** Opens the broadcast of a stream key; undefined refuses it. */
  readonly publish: (streamKey: string) => Promise<BroadcastSink | undefined>;
}

const handshakeBytes = 1536;
const ourChunkSize = 4096;
const windowBytes = 2_500_000;
/** Silence after which a sender is taken for gone. */
const silentMs = 30_000;
/** From the connection to the stream's key. */
const introductionMs = 15_000;
const mostConnections = 200;

/** Takes broadcasts over RTMP, as OBS and ffmpeg send them, and hands them on as FLV. */
export class RtmpServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: RtmpServerOptions) {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
      new RtmpSession(socket, options).start();
    });
    this.#server.maxConnections = mostConnections;
  }

  /** Resolves to the port. Rejects when it cannot be had. */
  listen(host: string, port: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#server.once("error", reject);
    this.#server.listen({ host, port }, () => {
      const address = this.#server.address();
      resolve(address !== null && typeof address === "object" ? address.port : port);
    });
    return promise;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

class RtmpSession {
  readonly #socket: Socket;
  readonly #options: RtmpServerOptions;
  readonly #chunks = new ChunkReader();
  #state: "c0c1" | "c2" | "messages" = "c0c1";
  #greeting: Buffer = Buffer.alloc(0);
  #sink: BroadcastSink | undefined;
  #received = 0;
  #acknowledged = 0;

  constructor(socket: Socket, options: RtmpServerOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  start(): void {
    const introduction = setTimeout(() => {
      if (!this.#sink) this.#socket.destroy();
    }, introductionMs);
    this.#socket.setTimeout(silentMs, () => this.#socket.destroy());
    this.#socket.on("error", () => {});
    this.#run()
      .catch((error: unknown) => {
        // Strangers knock on open ports with all sorts of things: no more than a note.
        if (!(error instanceof RtmpError || error instanceof TypeError || error instanceof RangeError)) {
          this.#options.log.warn({ err: error }, "a broadcast's connection failed");
        }
      })
      .finally(() => {
        clearTimeout(introduction);
        this.#socket.destroy();
        this.#sink?.end();
      });
  }

  /** One piece after the other: a sink that is full holds the sender back. */
  async #run(): Promise<void> {
    try {
      for await (const piece of this.#socket) {
        const rest = this.#state === "messages" ? (piece as Buffer) : this.#greet(piece as Buffer);
        if (rest.length === 0) continue;
        this.#received += rest.length;
        this.#acknowledge();
        for (const message of this.#chunks.feed(rest)) {
          const goesOn = await this.#handle(message);
          if (!goesOn) return;
        }
      }
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (!["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE", "ABORT_ERR"].includes(code)) throw error;
    }
  }

  /** The simple handshake: version, 1536 bytes each way, and each other's back. Answers what lies behind it. */
  #greet(piece: Buffer): Buffer {
    this.#greeting = Buffer.concat([this.#greeting, piece]);
    if (this.#state === "c0c1") {
      if (this.#greeting.length < 1 + handshakeBytes) return Buffer.alloc(0);
      if (this.#greeting[0] !== 3) throw new RtmpError("That is not RTMP.");
      const theirs = this.#greeting.subarray(1, 1 + handshakeBytes);
      const ours = Buffer.concat([Buffer.alloc(8), randomBytes(handshakeBytes - 8)]);
      this.#socket.write(Buffer.concat([Buffer.from([3]), ours, theirs]));
      this.#greeting = this.#greeting.subarray(1 + handshakeBytes);
      this.#state = "c2";
    }
    if (this.#greeting.length < handshakeBytes) return Buffer.alloc(0);
    this.#state = "messages";
    return this.#greeting.subarray(handshakeBytes);
  }

  /** False when the sender is done. */
  async #handle(message: RtmpMessage): Promise<boolean> {
    const { type, payload, timestampMs } = message;
    switch (type) {
      case messageTypes.setChunkSize:
        this.#chunks.chunkSize = payload.readUInt32BE() & 0x7f_ff_ff_ff;
        return true;
      case messageTypes.abort:
        this.#chunks.abort(payload.readUInt32BE());
        return true;
      case messageTypes.audio:
      case messageTypes.video:
        return this.#pass({ type, timestampMs, payload }, payload);
      case messageTypes.data:
        return this.#pass({ type, timestampMs, payload }, withoutSetDataFrame(payload));
      case messageTypes.command:
        return this.#command(message, decodeAmf(payload));
      case messageTypes.amf3Command:
        return this.#command(message, decodeAmf(payload.subarray(1)));
      default:
        return true;
    }
  }

  async #command({ streamId }: RtmpMessage, [name, transaction, ...rest]: AmfValue[]): Promise<boolean> {
    switch (name) {
      case "connect":
        this.#send(messageTypes.windowSize, uint32(windowBytes), { chunkStreamId: 2 });
        this.#send(messageTypes.peerBandwidth, Buffer.concat([uint32(windowBytes), Buffer.from([2])]), {
          chunkStreamId: 2,
        });
        this.#send(messageTypes.setChunkSize, uint32(ourChunkSize), { chunkStreamId: 2 });
        this.#reply("_result", transaction, connectProperties, connectStatus);
        return true;
      case "createStream":
        this.#reply("_result", transaction, null, 1);
        return true;
      case "releaseStream":
      case "FCPublish":
        this.#reply("_result", transaction, null, undefined);
        return true;
      case "publish":
        return this.#publish(streamId, rest[1]);
      case "deleteStream":
      case "FCUnpublish":
      case "closeStream":
        return false;
      default:
        return true;
    }
  }

  async #publish(streamId: number, given: AmfValue): Promise<boolean> {
    const streamKey = typeof given === "string" ? (given.split("?")[0] ?? "") : "";
    const sink = this.#sink ? undefined : await this.#options.publish(streamKey);
    const status = sink
      ? { level: "status", code: "NetStream.Publish.Start", description: "The broadcast begins." }
      : { level: "error", code: "NetStream.Publish.BadName", description: "There is no such stream key." };
    this.#send(messageTypes.command, encodeAmf("onStatus", 0, null, status), { chunkStreamId: 5, streamId });
    if (!sink) {
      await new Promise<void>((resolve) => this.#socket.end(resolve));
      return false;
    }
    this.#sink = sink;
    sink.stop.addEventListener("abort", () => this.#socket.destroy(), { once: true });
    sink.write(flvHeader);
    return true;
  }

  async #pass(packet: BroadcastPacket, body: Buffer): Promise<boolean> {
    if (!this.#sink) return true;
    this.#sink.pass(packet);
    if (!this.#sink.write(flvTag(packet.type, packet.timestampMs, body))) await this.#sink.drained();
    return !this.#sink.stop.aborted;
  }

  #acknowledge(): void {
    if (this.#received - this.#acknowledged < windowBytes) return;
    this.#acknowledged = this.#received;
    this.#send(messageTypes.acknowledgement, uint32(this.#received % 2 ** 32), { chunkStreamId: 2 });
  }

  #reply(...values: AmfValue[]): void {
    this.#send(messageTypes.command, encodeAmf(...values), { chunkStreamId: 3 });
  }

  #send(type: number, payload: Buffer, to: { chunkStreamId: number; streamId?: number }): void {
    const message = { type, streamId: to.streamId ?? 0, payload };
    this.#socket.write(encodeMessage(message, { chunkStreamId: to.chunkStreamId, chunkSize: ourChunkSize }));
  }
}

const connectProperties = { fmsVer: "FMS/3,0,1,123", capabilities: 31 };
const connectStatus = {
  level: "status",
  code: "NetConnection.Connect.Success",
  description: "Connected.",
  objectEncoding: 0,
};

/** `@setDataFrame` tells a server to keep the data; in a file only the data itself stands. */
function withoutSetDataFrame(payload: Buffer): Buffer {
  const word = encodeAmf("@setDataFrame");
  return payload.subarray(0, word.length).equals(word) ? payload.subarray(word.length) : payload;
}
