import { type Http, httpFor } from "../http.ts";
import type { ProviderAccount } from "../provider.ts";
import { ApplicationResource } from "./application.ts";
import { AuthTokensResource } from "./auth-tokens.ts";
import { PushesResource } from "./pushes.ts";
import { cdnUrlOf } from "./region.ts";
import { StreamsResource } from "./streams.ts";
import { VideosResource } from "./videos.ts";
import { WebhooksResource } from "./webhooks.ts";

/** Everything of one Ziggeo application, in Ziggeo's own terms. */
export interface ZiggeoClient {
  readonly http: Http;
  readonly videos: VideosResource;
  readonly streams: StreamsResource;
  readonly authTokens: AuthTokensResource;
  readonly application: ApplicationResource;
  readonly webhooks: WebhooksResource;
  /** Of our engine alone. */
  readonly pushes?: PushesResource;
}

/** A client of Ziggeo for one application. Fields: `applicationToken`, `privateKey`. Makes no call. */
export function ziggeoClient(account: ProviderAccount): ZiggeoClient {
  const authorization = basicOf(account);
  const prepare = <Request extends { headers: Readonly<Record<string, string>> }>(request: Request) => ({
    ...request,
    headers: { ...request.headers, authorization },
  });
  const http = httpFor(account, { prepare });
  const cdn = httpFor(account, { prepare, baseUrl: cdnUrlOf(account.baseUrl) });
  return {
    http,
    videos: new VideosResource(http, cdn),
    streams: new StreamsResource(http, cdn),
    authTokens: new AuthTokensResource(http),
    application: new ApplicationResource(http),
    webhooks: new WebhooksResource(http),
    ...(account.isLocal && { pushes: new PushesResource(http) }),
  };
}

/** What opens the API and its media: never for a browser. */
export function basicOf({ fields }: Pick<ProviderAccount, "fields">): string {
  const { applicationToken = "", privateKey = "" } = fields;
  return `Basic ${Buffer.from(`${applicationToken}:${privateKey}`).toString("base64")}`;
}
