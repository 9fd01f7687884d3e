import ZiggeoSdk from "ziggeo";
import { z } from "zod";
import type { EngineCredentials } from "#lib/engine/accounts.ts";
import { until } from "./until.ts";

type Resource = "Videos" | "Streams" | "Authtokens" | "Webhooks" | "Application";
type Sdk = Record<Resource, Record<string, (...given: unknown[]) => void>> &
  Record<"Connect" | "ApiConnect" | "CdnConnect", { baseUri: string }> & {
    Auth: { generate(given: object): string };
  };

const failure = z.object({ status: z.number(), body: z.string() });

/** What the SDK said of a call that failed: the status and the raw body. */
export class SdkFailure extends Error {
  override readonly name = "SdkFailure";
  readonly status: number;

  constructor(given: unknown) {
    const { status, body } = failure.parse({
      status: (given as { status_code(): number }).status_code(),
      body: String((given as { data(): unknown }).data()),
    });
    super(body);
    this.status = status;
  }
}

const video = z.looseObject({
  token: z.string(),
  state: z.number(),
  state_string: z.string(),
  title: z.string().nullable(),
  key: z.string().nullable(),
  streams: z.array(z.looseObject({ token: z.string(), state: z.number() })),
  default_stream: z.looseObject({ token: z.string() }).nullable(),
  original_stream: z.looseObject({ token: z.string() }).nullable(),
});
export type SdkVideo = z.output<typeof video>;

/** npm `ziggeo`, unmodified, pointed at an engine; its callbacks as promises. */
export class ZiggeoWitness {
  readonly sdk: Sdk;

  constructor(credentials: EngineCredentials["ziggeo"], privateKey = credentials.privateKey) {
    const { baseUrl, applicationToken, encryptionKey } = credentials;
    this.sdk = new ZiggeoSdk(applicationToken, privateKey, encryptionKey);
    for (const host of ["Connect", "ApiConnect", "CdnConnect"] as const) this.sdk[host].baseUri = baseUrl;
  }

  call(resource: Resource, method: string, ...given: unknown[]): Promise<unknown> {
    return new Promise((success, reject) => {
      this.sdk[resource][method]?.(...given, {
        success,
        failure: (error: unknown) => reject(new SdkFailure(error)),
      });
    });
  }

  async video(method: string, ...given: unknown[]): Promise<SdkVideo> {
    return video.parse(await this.call("Videos", method, ...given));
  }

  async videos(given: Record<string, unknown> = {}): Promise<SdkVideo[]> {
    return z.array(video).parse(await this.call("Videos", "index", given));
  }

  /** Made with a file, and waited for until it plays or has failed. */
  async upload(file: string, given: Record<string, unknown> = {}): Promise<SdkVideo> {
    const { token } = await this.video("create", { ...given, file });
    return this.settled(token);
  }

  settled(token: string): Promise<SdkVideo> {
    const ask = async () => {
      const now = await this.video("get", token);
      return (now.state === 5 || now.state === 3) && now;
    };
    return until(`video ${token} is ready or failed`, ask, { withinMs: 55_000 });
  }
}
