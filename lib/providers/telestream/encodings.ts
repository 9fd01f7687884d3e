import { z } from "zod";
import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type WireEncoding, wireCanceled, wireDeleted, wireEncoding, wireRetried } from "./wire.ts";

const wireEncodingList = z.union([
  z.array(wireEncoding),
  z.object({ encodings: z.array(wireEncoding) }).transform(({ encodings }) => encodings),
]);

/** Encodings (`telestream.md` §5.3). */
export class EncodingsResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  ofVideo(factoryId: string, videoId: string, options?: CallOptions): Promise<WireEncoding[]> {
    const query = { factory_id: factoryId, per_page: 100 };
    return this.#http.get(path`/videos/${videoId}/encodings.json`, {
      query,
      schema: wireEncodingList,
      ...options,
    });
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
