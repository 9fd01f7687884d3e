import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type PageQuery, wireListOf } from "./lists.ts";
import {
  type WireEncoding,
  type WireProfile,
  type WireVideo,
  wireCanceled,
  wireDeleted,
  wireEncoding,
  wireProfile,
  wireRetried,
  wireVideo,
} from "./wire.ts";

const wireEncodingList = wireListOf("encodings", wireEncoding);

export interface EncodingQuery extends PageQuery {
  readonly video_id?: string;
  readonly status?: WireEncoding["status"];
  readonly profile_id?: string;
  readonly profile_name?: string;
}

/** Encodings (`telestream.md` §5.3). */
export class EncodingsResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  page(factoryId: string, query: EncodingQuery = {}, options?: CallOptions): Promise<WireEncoding[]> {
    const filter = { factory_id: factoryId, ...query };
    return this.#http.get("/encodings.json", { query: filter, schema: wireEncodingList, ...options });
  }

  get(factoryId: string, encodingId: string, options?: CallOptions): Promise<WireEncoding> {
    const query = { factory_id: factoryId };
    return this.#http.get(path`/encodings/${encodingId}.json`, { query, schema: wireEncoding, ...options });
  }

  /** Makes a video again with another profile, or with one that it failed with. */
  create(
    factoryId: string,
    input: { video_id: string } & ({ profile_id: string } | { profile_name: string }),
    options?: CallOptions,
  ): Promise<WireEncoding> {
    const form = { factory_id: factoryId, ...input };
    return this.#http.post("/encodings.json", { form, schema: wireEncoding, ...options });
  }

  ofVideo(factoryId: string, videoId: string, options?: CallOptions): Promise<WireEncoding[]> {
    const query = { factory_id: factoryId, per_page: 100 };
    return this.#http.get(path`/videos/${videoId}/encodings.json`, {
      query,
      schema: wireEncodingList,
      ...options,
    });
  }

  /** What it is made of. */
  video(
    factoryId: string,
    { video_id }: Pick<WireEncoding, "video_id">,
    options?: CallOptions,
  ): Promise<WireVideo> {
    const query = { factory_id: factoryId };
    return this.#http.get(path`/videos/${video_id}.json`, { query, schema: wireVideo, ...options });
  }

  /** What it is made with: `not_found` once the profile was deleted. */
  profile(
    factoryId: string,
    { profile_id, profile_name }: Pick<WireEncoding, "profile_id" | "profile_name">,
    options?: CallOptions,
  ): Promise<WireProfile> {
    const query = { factory_id: factoryId };
    const idOrName = profile_id ?? profile_name ?? "";
    return this.#http.get(path`/profiles/${idOrName}.json`, { query, schema: wireProfile, ...options });
  }

  async retry(factoryId: string, encodingId: string, options?: CallOptions): Promise<void> {
    const form = { factory_id: factoryId };
    await this.#http.post(path`/encodings/${encodingId}/retry.json`, {
      form,
      schema: wireRetried,
      ...options,
    });
  }

  async cancel(factoryId: string, encodingId: string, options?: CallOptions): Promise<void> {
    const form = { factory_id: factoryId };
    await this.#http.post(path`/encodings/${encodingId}/cancel.json`, {
      form,
      schema: wireCanceled,
      ...options,
    });
  }

  async remove(factoryId: string, encodingId: string, options?: CallOptions): Promise<void> {
    const query = { factory_id: factoryId };
    await this.#http.delete(path`/encodings/${encodingId}.json`, { query, schema: wireDeleted, ...options });
  }
}
