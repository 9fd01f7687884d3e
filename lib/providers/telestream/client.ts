import type { Http } from "../http.ts";
import type { Method } from "../outgoing-request.ts";
import type { CallOptions, ProviderAccount } from "../provider.ts";
import { apiRoot, type Generation, generationOf, httpOf, keyOf, validForMs } from "./api.ts";
import { EncodingsResource } from "./encodings.ts";
import { FactoriesResource } from "./factories.ts";
import { NotificationsResource } from "./notifications.ts";
import { ProfilesResource } from "./profiles.ts";
import { type Parameters, signedParameters, toPairs } from "./signature.ts";
import type { SavedUpload } from "./upload/saved-upload.ts";
import { type UploadOptions, UploadSession } from "./upload/upload-session.ts";
import { VideosResource } from "./videos.ts";

/** A call that anybody who is given it can make, once and for a while, without the secret. */
export interface SignedCall {
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly expiresAtMs: number;
}

/** Everything of one account at Telestream Cloud Flip, in its own terms. */
export interface TelestreamClient {
  readonly generation: Generation;
  readonly http: Http;
  readonly factories: FactoriesResource;
  readonly notifications: NotificationsResource;
  readonly videos: VideosResource;
  readonly encodings: EncodingsResource;
  readonly profiles: ProfilesResource;
  /** A resumable upload of a file of this machine into a factory. Makes no call before it is started. */
  uploadSession(factoryId: string, path: string, options?: UploadOptions): UploadSession;
  /** The same, begun in another process: it goes on where that one was broken off. */
  resumeUpload(
    saved: SavedUpload,
    path: string,
    options?: Pick<UploadOptions, "threads" | "attempts" | "onProgress" | "onTrouble" | "pauses">,
  ): UploadSession;
  /** Any path, signed, answered as parsed JSON: `raw("GET", "/videos.json", { factory_id })`. */
  raw(method: Method, path: string, parameters?: Parameters, options?: CallOptions): Promise<unknown>;
  /** The parameters with `access_key`, `timestamp` and `signature`. Absent for a v3.1 key, which signs nothing. */
  readonly signedParams?: (
    method: string,
    path: string,
    parameters?: Parameters,
  ) => Readonly<Record<string, string>>;
  /** The same with where it goes and how long the service takes it. */
  readonly sign?: (method: string, path: string, parameters?: Parameters) => SignedCall;
}

/** A client of an account: `accessKey` and `secretKey` (v3.0, signed) or `apiKey` (v3.1). Makes no call. */
export function telestreamClient(
  account: ProviderAccount,
  now: () => Date = () => new Date(),
): TelestreamClient {
  const http = httpOf(account, now);
  const generation = generationOf(account);
  const sign = (method: string, path: string, parameters: Parameters = {}): SignedCall => {
    const root = apiRoot(account);
    const at = now();
    const request = { method, host: new URL(root).host, path, parameters };
    return {
      url: `${root}${path}`,
      parameters: signedParameters(keyOf(account), request, at),
      expiresAtMs: at.getTime() + validForMs(method, path),
    };
  };
  return {
    generation,
    http,
    factories: new FactoriesResource(http),
    notifications: new NotificationsResource(http),
    videos: new VideosResource(http),
    encodings: new EncodingsResource(http),
    profiles: new ProfilesResource(http),
    uploadSession: (factoryId, path, options = {}) => new UploadSession({ http, factoryId }, path, options),
    resumeUpload: (saved, path, options = {}) => new UploadSession({ http, saved }, path, options),
    raw(method, path, parameters = {}, options) {
      const sent = Object.fromEntries(toPairs(parameters));
      const isRead = method === "GET" || method === "DELETE";
      return call(http, method)(path, { ...(isRead ? { query: sent } : { form: sent }), ...options });
    },
    ...(generation === "v3.0" && {
      sign,
      signedParams: (method: string, path: string, parameters?: Parameters) =>
        sign(method, path, parameters).parameters,
    }),
  };
}

function call(http: Http, method: Method): Http["get"] {
  switch (method) {
    case "GET":
      return http.get.bind(http);
    case "POST":
      return http.post.bind(http);
    case "PUT":
      return http.put.bind(http);
    case "PATCH":
      return http.patch.bind(http);
    case "DELETE":
      return http.delete.bind(http);
  }
}
