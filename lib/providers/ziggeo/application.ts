import type { Http } from "../http.ts";
import type { CallOptions } from "../provider.ts";
import { toForm } from "./arguments.ts";
import { type WireApplication, wireApplication } from "./wire.ts";

export type ApplicationArguments = Partial<
  Record<
    | "volatile"
    | "auth_token_required_for_create"
    | "auth_token_required_for_update"
    | "auth_token_required_for_read"
    | "auth_token_required_for_destroy"
    | "client_can_index_videos"
    | "client_cannot_access_unaccepted_videos"
    | "enable_video_subpages",
    boolean
  >
> & { readonly name?: string };

/** The application that the account is: what browsers may do in it without a token. */
export class ApplicationResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  get(options?: CallOptions): Promise<WireApplication> {
    return this.#http.get("/v1/application", { schema: wireApplication, ...options });
  }

  update(given: ApplicationArguments, options?: CallOptions): Promise<WireApplication> {
    return this.#http.post("/v1/application", { form: toForm(given), schema: wireApplication, ...options });
  }
}
