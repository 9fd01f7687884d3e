import { setTimeout as sleep } from "node:timers/promises";
import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import type { Engine } from "../../../engine.ts";
import { guardOf } from "../tasks/fetch-input.ts";
import { TaskFault } from "../tasks/task-kind.ts";
import { defaultPublishSettings, type PublishSettings } from "./publish-settings.ts";

export interface ServiceCall {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when the body is none, or no JSON. */
  readonly json: unknown;
}

/** What a service said no to, in its words. */
export class ServiceRefusal extends TaskFault {
  readonly status: number;

  constructor(service: string, status: number, words: string) {
    super(`${service}: ${words}`);
    this.status = status;
  }
}

/** The answer did not come, or is one after which the same may be asked again. */
export class ServiceInterrupted extends Error {
  override readonly name = "ServiceInterrupted";
}

const callTimeoutMs = 10 * 60_000;
const mostAnswerBytes = 1024 * 1024;
const mostTries = 6;

interface ServiceOptions {
  readonly name: string;
  readonly baseUrl: (settings: PublishSettings) => string;
  /** The service's own words in its answer; undefined where there are none. */
  readonly wordsOf: (json: unknown) => string | undefined;
}

/** One service that takes videos, spoken to through the network guard. */
export class Service {
  readonly settings: PublishSettings;
  readonly baseUrl: string;
  readonly #options: ServiceOptions;
  readonly #engine: Engine;
  readonly #signal: AbortSignal;

  constructor(options: ServiceOptions, engine: Engine, signal: AbortSignal) {
    this.settings = engine.config.publishing ?? defaultPublishSettings;
    this.baseUrl = options.baseUrl(this.settings).replace(/\/+$/, "");
    this.#options = options;
    this.#engine = engine;
    this.#signal = signal;
  }

  /** Throws `ServiceInterrupted`, and the signal's reason. What any other status means is the caller's to say. */
  async call({ method, url, headers, body }: ServiceCall): Promise<ServiceAnswer> {
    try {
      const guard = guardOf(this.#engine);
      const answer = await guardedFetch(url, {
        ...guard,
        // Whoever runs the engine may name a service inside.
        allowPrivate: [...guard.allowPrivate, new URL(this.baseUrl).host],
        method,
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
        timeoutMs: callTimeoutMs,
        maxBytes: mostAnswerBytes,
        maxRedirects: 0,
        signal: this.#signal,
      });
      const { status } = answer;
      const json = parseJson((await answer.bytes()).toString("utf8"));
      if (status === 429 || status >= 500) throw new ServiceInterrupted(this.#wordsOf(status, json));
      return { status, headers: answer.headers, json };
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason;
      if (error instanceof ServiceInterrupted) throw error;
      throw new ServiceInterrupted(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  refusal({ status, json }: Pick<ServiceAnswer, "status" | "json">): ServiceRefusal {
    return new ServiceRefusal(this.#options.name, status, this.#wordsOf(status, json));
  }

  /** Tries again what is safe to repeat. Throws `TaskFault` when it never comes through. */
  async persist<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof ServiceInterrupted)) throw error;
        if (tried >= mostTries) throw new TaskFault(`${this.#options.name}: ${error.message}`);
        await this.pause(tried);
      }
    }
  }

  async pause(tried: number): Promise<void> {
    await sleep(this.settings.retryMs * 2 ** (tried - 1), undefined, { signal: this.#signal }).catch(() => {
      throw this.#signal.reason;
    });
  }

  #wordsOf(status: number, json: unknown): string {
    return this.#options.wordsOf(json)?.slice(0, 500) ?? `answered ${status}`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How a service takes a file in parts. */
export interface PartSender {
  /** Sends the bytes from an offset on; answers how far the service has it now. Throws `ServiceInterrupted`. */
  send(offset: number, part: Buffer): Promise<number>;
  /** How far the service has it. Throws `ServiceInterrupted`. */
  ask(): Promise<number>;
}

/**
 * Sends a file part by part from where the service has it, whatever comes between: after an interruption the service
 * is asked how far it got. Gives up when it does not get further in several tries.
 */
export async function sendInParts(
  service: Service,
  file: { readonly size: number; read(start: number, end: number): Promise<Buffer> },
  sender: PartSender,
  tell: (sentBytes: number) => void,
): Promise<void> {
  let offset = 0;
  while (offset < file.size) {
    const from = offset;
    offset = await service.persist(async () => {
      try {
        const part = await file.read(offset, Math.min(file.size, offset + service.settings.partBytes));
        return await sender.send(offset, part);
      } catch (error) {
        if (!(error instanceof ServiceInterrupted)) throw error;
        offset = await sender.ask();
        if (offset > from) return offset;
        throw error;
      }
    });
    tell(offset);
  }
}
