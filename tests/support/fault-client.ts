import { expect } from "vitest";
import { z } from "zod";
import { Breaker } from "#lib/providers/breaker.ts";
import { ProviderError } from "#lib/providers/errors.ts";
import { Http } from "#lib/providers/http.ts";
import type { HttpOptions } from "#lib/providers/http-call.ts";
import { type FaultServer, json } from "./fault-server.ts";

/** What a fault server's good answer is, and its schema. */
export const good = json(200, { data: ["clip"] });
export const schema = z.object({ data: z.array(z.string()) });
const secret = "Basic c2VjcmV0LWtleQ==";

/**
 * A client of the fault server with a secret to lose and a breaker of its own. It waits for nothing: `waits`
 * takes the milliseconds that it would have waited before each repeat.
 */
export function clientOf(server: FaultServer, waits: number[], options: Partial<HttpOptions> = {}): Http {
  return new Http({
    provider: "apivideo",
    baseUrl: server.baseUrl,
    allowPrivate: [`127.0.0.1:${server.port}`],
    breaker: new Breaker(),
    random: () => 1,
    prepare: (request) => ({ ...request, headers: { ...request.headers, authorization: secret } }),
    sleep: async (delayMs) => {
      waits.push(delayMs);
    },
    ...options,
  });
}

/** The `ProviderError` that a call ends in; its message never holds the secret. */
export async function failure(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProviderError)) throw new Error(`expected a ProviderError, got ${error}`);
  expect(error.message).not.toContain("c2VjcmV0");
  return error;
}
