import type { Clock } from "#lib/engine/engine.ts";
import type { ProviderAccount } from "#lib/providers/provider.ts";
import { type Parameters, signedParameters } from "#lib/providers/telestream/signature.ts";
import { startTestEngine, type TestEngine, type TestEngineOptions } from "./engine.ts";

/** A clock that tests turn. */
export class TestClock implements Clock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  turn(byMs: number): void {
    this.#aheadMs += byMs;
  }
}

export interface SendOptions {
  /** As who signs; the engine's own keys when absent. */
  readonly as?: { accessKey: string; secretKey: string };
  readonly at?: Date;
  /** Where the parameters travel; the query when absent, as Python has it. */
  readonly via?: "query" | "form";
  /** Changes the signed parameters before they are sent. */
  readonly tamper?: (signed: Record<string, string>) => Record<string, string>;
}

/** A real engine in a directory of its own, seen through its Telestream port. */
export interface TelestreamEngine {
  readonly started: TestEngine;
  readonly clock: TestClock;
  readonly factoryId: string;
  readonly baseUrl: string;
  readonly account: ProviderAccount;
  /** Sends a signed v3.0 call, `factory_id` added unless the path is a factory's. */
  send(method: string, resource: string, parameters?: Parameters, options?: SendOptions): Promise<Response>;
}

export async function startTelestreamEngine(
  options: Omit<TestEngineOptions, "clock"> = {},
): Promise<TelestreamEngine> {
  const clock = new TestClock();
  const started = await startTestEngine({ ...options, clock });
  const { baseUrl, accessKey, secretKey, factoryId } = started.credentials.telestream;

  return {
    started,
    clock,
    factoryId,
    baseUrl,
    account: { provider: "telestream", baseUrl, fields: { accessKey, secretKey, factoryId }, isLocal: true },
    async send(method, resource, parameters = {}, { as, at, via = "query", tamper } = {}) {
      const key = { ...(as ?? { accessKey, secretKey }) };
      const isAccountWide = resource.startsWith("/factories") || "factory_id" in parameters;
      const signed = signedParameters(
        { ...key, ...(isAccountWide ? {} : { factoryId }) },
        { method, host: new URL(baseUrl).host, path: resource, parameters },
        at ?? clock.now(),
      );
      const sent = new URLSearchParams(tamper ? tamper(signed) : signed);
      const url = `${baseUrl}/v3.0${resource}`;
      const signal = AbortSignal.timeout(30_000);
      return via === "form"
        ? fetch(url, { method, body: sent, signal })
        : fetch(`${url}?${sent}`, { method, signal });
    },
  };
}
