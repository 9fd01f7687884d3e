import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type AuthTokenArguments, toAuthTokenForm } from "./arguments.ts";
import { type WireAuthToken, wireAuthToken } from "./wire.ts";

/** Server-side auth tokens: https://ziggeo.com/docs/api/resources/server#authtokens. There is no index. */
export class AuthTokensResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  get(token: string, options?: CallOptions): Promise<WireAuthToken> {
    return this.#http.get(path`/v1/authtokens/${token}`, { schema: wireAuthToken, ...options });
  }

  create(given: AuthTokenArguments = {}, options?: CallOptions): Promise<WireAuthToken> {
    const call = { form: toAuthTokenForm(given), schema: wireAuthToken, ...options };
    return this.#http.post("/v1/authtokens/", call);
  }

  update(token: string, given: AuthTokenArguments, options?: CallOptions): Promise<WireAuthToken> {
    const call = { form: toAuthTokenForm(given), schema: wireAuthToken, ...options };
    return this.#http.post(path`/v1/authtokens/${token}`, call);
  }

  async remove(token: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/v1/authtokens/${token}`, options);
  }
}
