import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "#lib/log.ts";
import { type BroadcastPacket, isKeyFrame, isSequenceHeader } from "./packets.ts";
import { RtmpPublisher, type RtmpTarget } from "./rtmp-publisher.ts";

export interface RelayState {
  readonly state: "connecting" | "live" | "waiting";
  /** Why it is not live, in words; null while it is or nothing is known yet. */
  readonly problem: string | null;
}

export interface RelayOptions {
  readonly target: RtmpTarget;
  readonly allowPrivate: readonly string[];
  readonly log: Log;
  /** Before each new try; the last one again and again. */
  readonly retryDelaysMs?: readonly number[];
}

const usualDelaysMs = [1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * Passes a broadcast on to one other place while it runs. What goes wrong there never touches the broadcast: it is
 * tried again, and joins with the headers and at the next key frame, as a viewer would.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #over = new AbortController();
  readonly #headers = new Map<number, BroadcastPacket>();
  readonly #running: Promise<void>;
  #publisher: RtmpPublisher | undefined;
  #hasPicture = false;
  #isFlowing = false;
  #state: RelayState = { state: "connecting", problem: null };

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  get state(): RelayState {
    return this.#state;
  }

  pass(packet: BroadcastPacket): void {
    if (packet.type === 9) this.#hasPicture = true;
    const isHeader = packet.type === 18 || isSequenceHeader(packet);
    if (isHeader) this.#headers.set(packet.type, packet);
    if (!this.#publisher) return;
    // Before the first key frame nothing can be decoded; a broadcast of sound alone never has one.
    this.#isFlowing ||= !isHeader && (isKeyFrame(packet) || (!this.#hasPicture && packet.type === 8));
    if (isHeader || this.#isFlowing) this.#publisher.send(packet);
  }

  /** Ends it there. Never rejects. */
  async end(): Promise<void> {
    this.#over.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#over;
    const delaysMs = this.#options.retryDelaysMs ?? usualDelaysMs;
    for (let failures = 0; !signal.aborted; ) {
      const startedAt = Date.now();
      const problem = await this.#publish();
      if (signal.aborted) return;
      if (Date.now() - startedAt > 60_000) failures = 0;
      this.#state = { state: "waiting", problem };
      const { serverUrl } = this.#options.target;
      this.#options.log.info({ server: URL.parse(serverUrl)?.host, problem }, "a broadcast is not passed on");
      const waitMs = delaysMs[Math.min(failures++, delaysMs.length - 1)] ?? 1_000;
      await delay(waitMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Until it breaks or the broadcast is over; answers why it broke. */
  async #publish(): Promise<string> {
    const { target, allowPrivate } = this.#options;
    this.#state = { state: "connecting", problem: this.#state.problem };
    try {
      const publisher = await RtmpPublisher.open(target, { allowPrivate, signal: this.#over.signal });
      for (const header of this.#headers.values()) publisher.send(header);
      this.#isFlowing = false;
      this.#publisher = publisher;
      this.#state = { state: "live", problem: null };
      const end = () => void publisher.end();
      this.#over.signal.addEventListener("abort", end, { once: true });
      if (this.#over.signal.aborted) end();
      const why = await publisher.closed;
      this.#over.signal.removeEventListener("abort", end);
      return why?.message ?? "It closed the connection.";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.#publisher = undefined;
    }
  }
}
