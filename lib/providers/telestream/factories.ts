import { z } from "zod";
import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";
import { type WireFactory, type WireProfile, wireFactory, wireProfile } from "./wire.ts";

const wireFactoryList = z.union([
  z.array(wireFactory),
  z.object({ factories: z.array(wireFactory) }).transform(({ factories }) => factories),
]);
const wireProfileList = z.union([
  z.array(wireProfile),
  z.object({ profiles: z.array(wireProfile) }).transform(({ profiles }) => profiles),
]);

/** Factories and their profiles (`telestream.md` §5.1, §5.4). */
export class FactoriesResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** v2 and v3.0 have no pages of factories; an account has a handful. */
  list(options?: CallOptions & { isProbe?: boolean }): Promise<WireFactory[]> {
    return this.#http.get("/factories.json", { schema: wireFactoryList, ...options });
  }

  profiles(factoryId: string, options?: CallOptions): Promise<WireProfile[]> {
    const query = { factory_id: factoryId, per_page: 100 };
    return this.#http.get("/profiles.json", { query, schema: wireProfileList, ...options });
  }
}
