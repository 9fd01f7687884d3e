import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { toForm } from "./arguments.ts";
import {
  type WirePush,
  type WirePushService,
  wirePushList,
  wirePushService,
  wirePushServiceList,
} from "./wire.ts";

/** Where pushes can go. `put` sends to `<url>/<file name>`; `s3` into a bucket of any compatible store. */
export type PushServiceArguments =
  | { readonly title: string; readonly type: "put"; readonly url: string; readonly authorization?: string }
  | {
      readonly title: string;
      readonly type: "s3";
      readonly endpoint: string;
      readonly bucket: string;
      readonly region: string;
      readonly prefix?: string;
      readonly access_key_id: string;
      readonly secret_access_key: string;
    };

/** What only our engine has (decision 0003): push services and what was pushed. Secrets are never answered. */
export class PushesResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  listServices(options?: CallOptions): Promise<WirePushService[]> {
    return this.#http.get("/v1/reelyard/push-services", { schema: wirePushServiceList, ...options });
  }

  addService(given: PushServiceArguments, options?: CallOptions): Promise<WirePushService> {
    const call = { form: toForm(given), schema: wirePushService, ...options };
    return this.#http.post("/v1/reelyard/push-services", call);
  }

  async removeService(token: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/v1/reelyard/push-services/${token}`, options);
  }

  /** Pushes of a video, newest first. */
  list(video: string, options?: CallOptions): Promise<WirePush[]> {
    return this.#http.get(path`/v1/videos/${video}/reelyard/pushes`, { schema: wirePushList, ...options });
  }
}
