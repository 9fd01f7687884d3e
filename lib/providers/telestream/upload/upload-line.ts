import type { Readable } from "node:stream";
import { ProviderError } from "../../errors.ts";
import type { Http } from "../../http.ts";
import type { ElsewhereAnswer } from "../../http-call.ts";
import { type WireVideo, wireUploadState, wireVideo } from "../wire.ts";

const bytesType = { "content-type": "application/octet-stream", "cache-control": "no-cache" };
const callTimeoutMs = 30_000;
/** A line that carries nothing for so long is dead. */
const idleTimeoutMs = 30_000;

export interface Stretch {
  /** Opened when it is sent. */
  readonly body: () => Readable;
  readonly sizeBytes: number;
}

/** Where a session in ranges stands: the whole file is there, or so many bytes from its start. */
export type RangeState = { readonly video: WireVideo } | { readonly received: number };

/** Requests to a session's `location` (`telestream.md` §6.3, §6.4). Never signed: its id is the secret. */
export class UploadLine {
  readonly #http: Http;
  #location: string;

  constructor(http: Http, location: string) {
    this.#http = http;
    this.#location = location;
  }

  get location(): string {
    return this.#location;
  }

  /** Parts that are missing, each with the bytes of it that are there; undefined once the session is complete. */
  async missingParts(signal: AbortSignal): Promise<Map<number, number> | undefined> {
    const { text } = await this.#ask("GET", {}, signal);
    if (text.trim() === "") return undefined;
    const { missing_parts, reelyard } = this.#parse(text, (json) => wireUploadState.parse(json));
    // v3.1 says so where v3.0 says nothing.
    if (missing_parts.length === 0) return undefined;
    return new Map(missing_parts.map((part) => [part, reelyard?.received[part] ?? 0]));
  }

  /** One part, or what is left of it from `offset`. Answers the video when it was the last one missing. */
  async sendPart(
    part: { number: number; offset: number },
    stretch: Stretch,
    signal: AbortSignal,
  ): Promise<WireVideo | undefined> {
    const headers = {
      "x-part": String(part.number),
      // Only our engine tells how much of a part it has, so only it is sent the rest.
      ...(part.offset > 0 && { "x-part-offset": String(part.offset) }),
    };
    return this.#toVideo(await this.#send(headers, stretch, signal));
  }

  /**
   * The video of a complete session whose last answer was lost: our engine repeats it to any part, also an empty one.
   * Undefined where a service does not.
   */
  async findVideo(part: number, signal: AbortSignal): Promise<WireVideo | undefined> {
    try {
      return this.#toVideo(await this.#ask("POST", { ...bytesType, "x-part": String(part) }, signal));
    } catch (error) {
      if (error instanceof ProviderError && error.status !== undefined) return undefined;
      throw error;
    }
  }

  async rangeState(sizeBytes: number, signal: AbortSignal): Promise<RangeState> {
    const headers = { ...bytesType, "content-range": `bytes */${sizeBytes}` };
    return this.#toRangeState(await this.#ask("POST", headers, signal));
  }

  async sendRange(
    range: { from: number; sizeBytes: number },
    stretch: Stretch,
    signal: AbortSignal,
  ): Promise<RangeState> {
    const last = range.from + stretch.sizeBytes - 1;
    const headers = { "content-range": `bytes ${range.from}-${last}/${range.sizeBytes}` };
    return this.#toRangeState(await this.#send(headers, stretch, signal));
  }

  /** Gives the service its space back. One that is gone already is fine. */
  async end(signal: AbortSignal): Promise<void> {
    try {
      await this.#ask("DELETE", {}, signal);
    } catch (error) {
      if (!(error instanceof ProviderError && error.kind === "not_found")) throw error;
    }
  }

  #ask(method: "GET" | "POST" | "DELETE", headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    return this.#http.askElsewhere(method, this.#location, { headers, signal, timeoutMs: callTimeoutMs });
  }

  #send(headers: Readonly<Record<string, string>>, { body, sizeBytes }: Stretch, signal: AbortSignal) {
    return this.#http.askElsewhere("POST", this.#location, {
      headers: { ...bytesType, ...headers, "content-length": String(sizeBytes) },
      body: body(),
      signal,
      timeoutMs: Number.POSITIVE_INFINITY,
      idleTimeoutMs,
    });
  }

  #toVideo({ text }: ElsewhereAnswer): WireVideo | undefined {
    return text.trim() === "" ? undefined : this.#parse(text, (json) => wireVideo.parse(json));
  }

  #toRangeState(answer: ElsewhereAnswer): RangeState {
    const { location, range } = answer.headers;
    if (location) this.#location = new URL(location, this.#location).href;
    if (answer.status === 200) return { video: this.#parse(answer.text, (json) => wireVideo.parse(json)) };
    const last = /^(?:bytes=)?\d+-(\d+)$/.exec(range ?? "")?.[1];
    return { received: last === undefined ? 0 : Number(last) + 1 };
  }

  #parse<T>(text: string, read: (json: unknown) => T): T {
    try {
      return read(JSON.parse(text));
    } catch (cause) {
      throw new ProviderError({
        provider: "telestream",
        kind: "unexpected_answer",
        message: "The upload session answered with something that is none of its answers.",
        body: text.slice(0, 2_000),
        cause,
      });
    }
  }
}
