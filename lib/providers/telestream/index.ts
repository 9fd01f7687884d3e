import type { ProviderAsset } from "#lib/domain/asset.ts";
import { diagnose, type Finding } from "../diagnose.ts";
import { isNotFound, ProviderError } from "../errors.ts";
import type {
  AssetLibrary,
  CallOptions,
  ProviderAccount,
  Transcoder,
  UploadTarget,
  VideoProvider,
} from "../provider.ts";
import { listReceivers } from "../receivers.ts";
import { watchChanges } from "./changes.ts";
import { type TelestreamClient, telestreamClient } from "./client.ts";
import { findOtherHost } from "./host.ts";
import { signSession } from "./sign-session.ts";
import { toDomainAsset } from "./to-domain.ts";
import { buildWebhookRegistry } from "./webhook-registry.ts";
import type { WireFactory, WireVideo } from "./wire.ts";

interface Resources extends TelestreamClient {
  readonly account: ProviderAccount;
  /** The account's factories as last listed. */
  readonly seen: { factories: readonly WireFactory[] };
}

/**
 * A client of Telestream Cloud Flip for one account. Fields: `accessKey` and `secretKey` (v3.0, signed) or `apiKey`
 * (v3.1); `factoryId` limits it to one factory. Our engine adds a change feed and samples.
 */
export function telestreamProvider(account: ProviderAccount): VideoProvider {
  const client = telestreamClient(account);
  const resources: Resources = { ...client, account, seen: { factories: [] } };
  return {
    id: "telestream",
    library: buildLibrary(resources),
    transcodes: buildTranscoder(resources),
    webhooks: buildWebhookRegistry(client.notifications, {
      list: (options) => listFactories(resources, options),
      choose: (factoryId, options) => chooseFactory(resources, factoryId, options),
    }),
    // v3.1 has no signatures: a session opened by the browser would need the key itself there.
    ...(client.generation === "v3.0" && { uploads: buildUploads(resources) }),
    ...(account.isLocal && {
      changes: { watch: ({ signal }: { signal: AbortSignal }) => watchChanges(client.http, signal) },
      samples: { add: (options?: CallOptions) => addSamples(resources, options) },
      deliveries: {
        receivers: (options?: CallOptions) => listReceivers(client.http, "/reelyard/receivers.json", options),
      },
    }),
    check: (options) =>
      diagnose({
        call: () => probe(resources, options),
        baseUrl: account.baseUrl,
        credentialName: client.generation === "v3.0" ? "access key and secret key" : "API key",
        explain: (error) =>
          explainMissingFactory(error) ??
          findOtherHost({
            baseUrl: account.baseUrl,
            error,
            ask: (baseUrl) =>
              telestreamClient({ ...account, baseUrl }).factories.list({ isProbe: true, ...options }),
          }),
      }),
  };
}

function buildLibrary(resources: Resources): AssetLibrary {
  const { account, videos } = resources;
  return {
    /** The service tells of encodings one video at a time; our engine tells all at once. */
    listIsBrief: !account.isLocal,

    /** Factory by factory, each from its first page; the cursor is `<factory id>:<page>`. */
    async list({ cursor, pageSize = 100 }, options) {
      const factories = await listFactories(resources, options);
      const at = parseCursor(cursor);
      const index = at ? factories.findIndex((factory) => factory.id === at.factoryId) : 0;
      const factory = factories[index];
      if (!factory) return { assets: [] };
      const [page, size] = [at?.page ?? 1, Math.min(pageSize, 100)];
      const found = await videos.page({ factory_id: factory.id, page, per_page: size }, options);
      const assets = found.map((video) =>
        toAsset(resources, video, factory, video.reelyard?.encodings ?? []),
      );
      const next = factories[index + 1];
      if (found.length === size) return { assets, nextCursor: `${factory.id}:${page + 1}` };
      return { assets, ...(next && { nextCursor: `${next.id}:1` }) };
    },

    async find(videoId, options) {
      const found = await findVideo(resources, videoId, options);
      return found && readWhole(resources, found.video, found.factory, options);
    },

    raw: async (videoId, options) => {
      const found = await findVideo(resources, videoId, options);
      if (!found) return undefined;
      const encodings = await resources.encodings.ofVideo(found.factory.id, videoId, options);
      return { video: found.video, encodings };
    },

    async remove(videoId, options) {
      const found = await findVideo(resources, videoId, options);
      if (!found) return;
      await videos.remove(found.factory.id, videoId, options).catch(ignoreNotFound);
    },

    async importUrl({ url, destinationId, renditionNames }, options) {
      const factory = await chooseFactory(resources, destinationId, options);
      const profiles = renditionNames && (renditionNames.join(",") || "none");
      const video = await videos.importUrl(
        { factory_id: factory.id, source_url: url, ...(profiles && { profiles }) },
        options,
      );
      return toAsset(resources, video, factory, video.reelyard?.encodings ?? []);
    },
  };
}

function buildTranscoder(resources: Resources): Transcoder {
  const { encodings } = resources;
  const within = async (options?: CallOptions & { destinationId?: string }) =>
    options?.destinationId ?? (await chooseFactory(resources, undefined, options)).id;
  return {
    retry: async (encodingId, options) => encodings.retry(await within(options), encodingId, options),
    cancel: async (encodingId, options) => encodings.cancel(await within(options), encodingId, options),
    remove: async (encodingId, options) => encodings.remove(await within(options), encodingId, options),
  };
}

function buildUploads(resources: Resources): UploadTarget {
  return {
    async destinations(options) {
      const factories = await listFactories(resources, options);
      return Promise.all(
        factories.map(async (factory) => {
          const profiles = await resources.factories.profiles(factory.id, options);
          return {
            destinationId: factory.id,
            name: factory.name,
            renditionNames: profiles.map((profile) => profile.name),
            maxSizeBytes: factory.reelyard?.max_file_size ?? null,
          };
        }),
      );
    },
    begin: async (input) => ({
      kind: "session",
      request: signSession(resources.account, input, new Date()),
    }),
  };
}

/** The account's factories: only the one its connection names, when it names one; ours shows all, that one first. */
async function listFactories(
  { account, factories }: Resources,
  options?: CallOptions & { isProbe?: boolean },
): Promise<WireFactory[]> {
  const all = await factories.list(options);
  const { factoryId } = account.fields;
  if (!factoryId) return all;
  const named = all.filter((factory) => factory.id === factoryId);
  return account.isLocal ? [...named, ...all.filter((factory) => factory.id !== factoryId)] : named;
}

async function chooseFactory(
  resources: Resources,
  factoryId: string | undefined,
  options?: CallOptions,
): Promise<WireFactory> {
  const factories = await listFactories(resources, options);
  const factory = factoryId ? factories.find(({ id }) => id === factoryId) : factories[0];
  if (factory) return factory;
  throw missingFactory(factoryId ?? resources.account.fields.factoryId);
}

/**
 * Every call about a video needs its factory; only our engine says which that is. The factories seen last are
 * tried first, which spares progress a call; before a video counts as gone they are listed again.
 */
async function findVideo(
  resources: Resources,
  videoId: string,
  options?: CallOptions,
): Promise<{ video: WireVideo; factory: WireFactory } | undefined> {
  const found = await findVideoIn(resources, resources.seen.factories, videoId, options);
  if (found) return found;
  const factories = await listFactories(resources, options);
  resources.seen.factories = factories;
  return findVideoIn(resources, factories, videoId, options);
}

async function findVideoIn(
  resources: Resources,
  factories: readonly WireFactory[],
  videoId: string,
  options?: CallOptions,
) {
  for (const factory of factories) {
    try {
      return { video: await resources.videos.get(factory.id, videoId, options), factory };
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return undefined;
}

async function readWhole(
  resources: Resources,
  video: WireVideo,
  factory: WireFactory,
  options?: CallOptions,
): Promise<ProviderAsset> {
  const encodings =
    video.reelyard?.encodings ?? (await resources.encodings.ofVideo(factory.id, video.id, options));
  return toAsset(resources, video, factory, encodings);
}

function toAsset(
  { generation }: Resources,
  video: WireVideo,
  factory: WireFactory,
  encodings: NonNullable<WireVideo["reelyard"]>["encodings"],
): ProviderAsset {
  return toDomainAsset(video, { factory, encodings, generation });
}

async function addSamples(resources: Resources, options?: CallOptions): Promise<ProviderAsset[]> {
  const factory = await chooseFactory(resources, undefined, options);
  const videos = await resources.videos.addSamples(factory.id, options);
  return videos.map((video) => toAsset(resources, video, factory, video.reelyard?.encodings ?? []));
}

/** The cheapest call that needs the keys; and the factory that the connection names must be among them. */
async function probe(resources: Resources, options?: CallOptions): Promise<void> {
  const factories = await listFactories(resources, { ...options, isProbe: true });
  const { factoryId } = resources.account.fields;
  if (factoryId && !factories.some(({ id }) => id === factoryId)) throw missingFactory(factoryId);
}

function missingFactory(factoryId: string | undefined): ProviderError {
  return new ProviderError({
    provider: "telestream",
    kind: "not_found",
    message: factoryId ? `There is no factory ${factoryId}.` : "The account has no factory.",
  });
}

function explainMissingFactory(error: ProviderError): Finding | undefined {
  if (error.kind !== "not_found" || error.status !== undefined) return undefined;
  return {
    cause: "not_found",
    message: `${error.message} Check the factory ID, or leave it empty to use every factory.`,
  };
}

function parseCursor(cursor: string | undefined): { factoryId: string; page: number } | undefined {
  const match = /^(.+):(\d+)$/.exec(cursor ?? "");
  return match?.[1] ? { factoryId: match[1], page: Number(match[2]) } : undefined;
}

function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
