import type { ProviderAsset } from "#lib/domain/asset.ts";
import type { HealthReport } from "#lib/domain/connection.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole call, answer included. */
  readonly timeoutMs?: number;
}

/** An account at a provider, secrets opened. Lives on the server only, for as long as one command runs. */
export interface ProviderAccount {
  readonly provider: ProviderId;
  readonly baseUrl: string;
  /** Field values by name: secrets and settings together, as each provider's connection form names them. */
  readonly fields: Readonly<Record<string, string>>;
  /** True when our own engine serves it: its addresses are allowed although private. */
  readonly isLocal: boolean;
}

/** One implementation per provider. What a provider cannot do is an absent member, never a method that throws. */
export interface VideoProvider {
  readonly id: ProviderId;
  check(options?: CallOptions): Promise<HealthReport>;
  readonly library?: AssetLibrary;
  readonly uploads?: UploadTarget;
  readonly transcodes?: Transcoder;
  readonly changes?: ChangeFeed;
  readonly media?: KeyedMedia;
  readonly samples?: SampleMaker;
  readonly webhooks?: WebhookRegistry;
  readonly deliveries?: DeliveryLog;
  readonly tasks?: TaskReader;
  /** What the provider's last answers said is left of its limits, where it says so; empty before the first call. */
  readonly rateLimits?: () => readonly RateLimit[];
}

/** How many calls of a kind are left until the provider counts anew. */
export interface RateLimit {
  readonly kind: "read" | "write" | "upload";
  readonly limit: number;
  readonly remaining: number;
  /** Epoch milliseconds. */
  readonly resetsAtMs: number;
}

export interface AssetLibraryPage {
  readonly assets: readonly ProviderAsset[];
  /** Give it back to go on after this page, also after a restart; absent on the last page. */
  readonly nextCursor?: string;
}

export interface AssetLibrary {
  list(query: { cursor?: string; pageSize?: number }, options?: CallOptions): Promise<AssetLibraryPage>;
  /** True where `list` tells less of an asset than `find` does (api.video: no qualities, no state). */
  readonly listIsBrief?: boolean;
  /** Undefined when the provider no longer has it. */
  find(providerAssetId: string, options?: CallOptions): Promise<ProviderAsset | undefined>;
  /** The provider's own JSON for it, for the "raw" view. */
  raw(providerAssetId: string, options?: CallOptions): Promise<unknown>;
  remove(providerAssetId: string, options?: CallOptions): Promise<void>;
  /** Absent where a provider cannot fetch a URL itself. */
  readonly importUrl?: (
    input: { url: string; destinationId?: string; renditionNames?: readonly string[] },
    options?: CallOptions,
  ) => Promise<ProviderAsset>;
}

/** A place in the account that takes uploads (a Telestream factory) and what it can make of them. */
export interface UploadDestination {
  readonly destinationId: string;
  readonly name: string;
  /** Profiles by name, in the order the provider lists them. */
  readonly renditionNames: readonly string[];
  readonly maxSizeBytes: number | null;
}

/** A request the browser sends to the provider itself. Signed just now, for this one call. */
export interface SignedRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as application/x-www-form-urlencoded. */
  readonly form: Readonly<Record<string, string>>;
  /** Epoch milliseconds after which the provider refuses it. */
  readonly expiresAtMs: number;
}

/** Where a browser sends the chunks of one file, without a key. */
export interface ChunkedUpload {
  /** Carries what allows this and nothing else. */
  readonly url: string;
  /** The asset that they make, there from the beginning: no chunk can be lost for want of its name. */
  readonly providerAssetId: string;
  readonly partSizeBytes: number;
  readonly partCount: number;
  /** Chunks at once. */
  readonly maxConnections: number;
}

/** What a browser needs to send one file to the provider itself. */
export type UploadBeginning =
  /** A resumable session, which it opens with a signed request. */
  | { readonly kind: "session"; readonly request: SignedRequest }
  | ({ readonly kind: "chunks" } & ChunkedUpload);

/** What a provider has of a file that comes in chunks: the numbers of those, from 0. */
export interface ChunkStanding {
  /** Whether the address still takes chunks. */
  readonly isOpen: boolean;
  readonly isComplete: boolean;
  readonly parts: readonly number[];
}

/** A file that a browser sends in chunks: where to, and into which asset; null for what is not known. */
export interface BegunChunks {
  readonly url: string | null;
  readonly providerAssetId: string | null;
}

export interface UploadTarget {
  destinations(options?: CallOptions): Promise<readonly UploadDestination[]>;
  begin(
    input: {
      readonly destinationId: string;
      readonly fileName: string;
      readonly sizeBytes: number;
      readonly renditionNames: readonly string[];
    },
    options?: CallOptions,
  ): Promise<UploadBeginning>;
  /** Where a browser's chunks are and only the account's key can ask after them. */
  readonly chunks?: {
    /** Undefined when the asset is gone. */
    standing(given: BegunChunks, options?: CallOptions): Promise<ChunkStanding | undefined>;
    /** Takes back what `begin` gave, and the asset unless all of it has arrived. */
    release(given: BegunChunks, options?: CallOptions): Promise<void>;
  };
}

export interface Transcoder {
  retry(renditionId: string, options?: CallOptions & { destinationId?: string }): Promise<void>;
  cancel(renditionId: string, options?: CallOptions & { destinationId?: string }): Promise<void>;
  remove(renditionId: string, options?: CallOptions & { destinationId?: string }): Promise<void>;
}

/** Media that nobody opens without the account's key: the dashboard fetches them for the people who may see them. */
export interface KeyedMedia {
  /** What opens this address; undefined for one that is not the account's. */
  headersFor(url: string): Readonly<Record<string, string>> | undefined;
  /** An asset's media by the path that the provider gave it, on the address that the account has now. */
  urlOf(path: string): string;
}

/** Named assets changed at the provider: read them again. */
export interface ProviderChange {
  readonly providerAssetIds: readonly string[];
  readonly changedAtMs: number;
}

/** Pushed changes, where a provider (our engine) can push. Ends when the signal aborts; throws when the line breaks. */
export interface ChangeFeed {
  watch(options: { signal: AbortSignal }): AsyncIterable<ProviderChange>;
}

/** Clips that a provider (our engine) makes itself, for someone who has none at hand. */
export interface SampleMaker {
  /** Answers at once with what is being made. */
  add(options?: CallOptions): Promise<readonly ProviderAsset[]>;
}

/** A webhook as an account has it. */
export interface ProviderWebhook {
  /** Unique within the account: api.video's id, a Telestream factory's id, the URL itself at Ziggeo. */
  readonly providerWebhookId: string;
  readonly url: string;
  /** By the provider's own names. */
  readonly events: readonly string[];
  readonly createdAt: string | null;
  /** What it signs deliveries with. Never leaves the server. */
  readonly signingKey: string | null;
  /** The factory it belongs to, where webhooks belong to one. */
  readonly destination: { readonly destinationId: string; readonly name: string } | null;
}

/** How it went lately with an address that the provider tells something. */
export interface Receiver {
  readonly url: string;
  /** Within a week. */
  readonly delivered: number;
  readonly failed: number;
  /** To be sent, or sent again. */
  readonly pending: number;
  readonly last: {
    readonly at: string;
    readonly status: number | null;
    readonly problem: string | null;
  } | null;
}

/** Whom a provider (our engine) told something: no service says so of itself. */
export interface DeliveryLog {
  receivers(options?: CallOptions): Promise<readonly Receiver[]>;
}

/** The webhooks of an account: who is told what. */
export interface WebhookRegistry {
  /** Every event one may ask for, by the provider's own names. */
  readonly events: readonly string[];
  /** Each webhook belongs to one of the places that take uploads: a Telestream factory tells one address. */
  readonly isPerDestination?: true;
  /** Absent where the provider cannot say (Ziggeo): what was made through us is remembered by us. */
  readonly list?: (options?: CallOptions) => Promise<readonly ProviderWebhook[]>;
  /** Where webhooks belong to a destination (a Telestream factory has one each), which of them. */
  create(
    input: { url: string; events: readonly string[]; destinationId?: string },
    options?: CallOptions,
  ): Promise<ProviderWebhook>;
  remove(webhook: Pick<ProviderWebhook, "providerWebhookId" | "url">, options?: CallOptions): Promise<void>;
  /** The second half of a handshake, where there is one: proves that the address is ours. */
  readonly confirm?: (
    input: { providerWebhookId: string; code: string },
    options?: CallOptions,
  ) => Promise<void>;
}

/** Tasks read one at a time, where a provider works in tasks. */
export interface TaskReader {
  /** The state a task is in by the provider's own word; undefined when it knows no such task. */
  findState(taskKey: string, options?: CallOptions): Promise<string | undefined>;
  /**
   * Keys of tasks as they change, until the signal aborts. Throws a `ProviderError`: not_found where the service tells
   * no changes.
   */
  watch?(options: { readonly signal: AbortSignal }): AsyncIterable<string>;
}
