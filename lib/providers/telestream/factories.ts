import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { wireListOf } from "./lists.ts";
import { type WireFactory, type WireProfile, wireDeleted, wireFactory, wireProfile } from "./wire.ts";

const wireFactoryList = wireListOf("factories", wireFactory);
const wireProfileList = wireListOf("profiles", wireProfile);

/** What a factory can be made with and told to change (`telestream.md` §5.1). */
export interface FactoryChanges {
  readonly name?: string;
  readonly s3_videos_bucket?: string;
  readonly aws_access_key?: string;
  readonly aws_secret_key?: string;
  readonly s3_private_access?: boolean;
  readonly upload_original_video?: boolean;
  readonly url?: string;
  /** 2 to 200, lower goes first. */
  readonly priority?: number;
}

/** Factories (`telestream.md` §5.1). */
export class FactoriesResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** v2 and v3.0 have no pages of factories; an account has a handful. */
  list(options?: CallOptions & { isProbe?: boolean }): Promise<WireFactory[]> {
    return this.#http.get("/factories.json", { schema: wireFactoryList, ...options });
  }

  get(factoryId: string, options?: CallOptions): Promise<WireFactory> {
    return this.#http.get(path`/factories/${factoryId}.json`, { schema: wireFactory, ...options });
  }

  create(input: FactoryChanges & { name: string }, options?: CallOptions): Promise<WireFactory> {
    return this.#http.post("/factories.json", { form: { ...input }, schema: wireFactory, ...options });
  }

  /** Only what is named changes. */
  update(factoryId: string, changes: FactoryChanges, options?: CallOptions): Promise<WireFactory> {
    const form = { ...changes };
    return this.#http.put(path`/factories/${factoryId}.json`, { form, schema: wireFactory, ...options });
  }

  /** Known to late v3.0 servers alone. */
  async remove(factoryId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/factories/${factoryId}.json`, { schema: wireDeleted, ...options });
  }

  profiles(factoryId: string, options?: CallOptions): Promise<WireProfile[]> {
    const query = { factory_id: factoryId, per_page: 100 };
    return this.#http.get("/profiles.json", { query, schema: wireProfileList, ...options });
  }
}
