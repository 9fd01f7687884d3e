import { z } from "zod";
import { type EventChange, eventOrigins, eventStates, eventTrusts } from "#lib/domain/inbox.ts";
import { providerIds } from "#lib/domain/provider-id.ts";

const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z.preprocess(
    (given) => (typeof given === "string" ? given.split(",").filter(Boolean) : (given ?? [])),
    z.array(z.enum(values)),
  );
const words = z.preprocess(
  (given) => (typeof given === "string" ? given.split(",").filter(Boolean) : (given ?? [])),
  z.array(z.string().max(200)),
);

/** The inbox's state in the URL. */
export const eventFilter = z.object({
  connection: words.catch([]),
  state: listOf(eventStates).catch([]),
  origin: listOf(eventOrigins).catch([]),
  /** Event types, as providers spell them. */
  type: words.catch([]),
  /** A part of a subject's id or of a video's title. */
  q: z.string().trim().max(200).default("").catch(""),
  /** One video's events. */
  asset: z.string().max(100).optional().catch(undefined),
});
export type EventFilter = z.output<typeof eventFilter>;

export const eventPageRequest = eventFilter.extend({
  /** Opaque, from the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type EventPageRequest = z.output<typeof eventPageRequest>;

const eventChange = z.object({
  what: z.enum(["asset", "rendition"]),
  name: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
}) satisfies z.ZodType<EventChange>;

export const eventSummary = z.object({
  eventId: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  provider: z.enum(providerIds),
  origin: z.enum(eventOrigins),
  receivedAt: z.string(),
  state: z.enum(eventStates),
  trust: z.enum(eventTrusts).nullable(),
  eventType: z.string().nullable(),
  subject: z.string().nullable(),
  assetId: z.string().nullable(),
  assetTitle: z.string().nullable(),
  changes: z.array(eventChange),
  reason: z.string().nullable(),
});
export type EventSummary = z.output<typeof eventSummary>;

export const eventPage = z.object({ items: z.array(eventSummary), nextCursor: z.string().nullable() });
export type EventPage = z.output<typeof eventPage>;

/** An event with its evidence. */
export const eventDetail = eventSummary.extend({
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** As text where it is text, else base64. */
  body: z.string(),
  bodyIsText: z.boolean(),
  /** Of the whole body; a longer one than is shown is cut. */
  bodyBytes: z.number(),
  isBodyCut: z.boolean(),
  duplicateOf: z.string().nullable(),
  attempts: z.number(),
  processedAt: z.string().nullable(),
  nextTryAt: z.string().nullable(),
});
export type EventDetail = z.output<typeof eventDetail>;

/** Counts for the filter menus and the rail. */
export const eventFacets = z.object({
  state: z.record(z.string(), z.number()),
  connection: z.record(z.string(), z.number()),
  origin: z.record(z.string(), z.number()),
  type: z.record(z.string(), z.number()),
});
export type EventFacets = z.output<typeof eventFacets>;

export const eventIdInput = z.object({ eventId: z.string().max(100) });
export const replayFailedInput = z.object({
  /** Nothing received before this moment. */
  since: z.iso.datetime({ offset: true }),
  connectionId: z.string().optional(),
});
export const connectionIdInput = z.object({ connectionId: z.string() });

/** How it went within a week with what an address was told; nobody but our engine says so. */
const deliveryHealth = z.object({
  delivered: z.number(),
  failed: z.number(),
  pending: z.number(),
  last: z
    .object({ at: z.string(), status: z.number().nullable(), problem: z.string().nullable() })
    .nullable(),
});
export type DeliveryHealth = z.output<typeof deliveryHealth>;

const webhook = z.object({
  providerWebhookId: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  createdAt: z.string().nullable(),
  destination: z.object({ destinationId: z.string(), name: z.string() }).nullable(),
  /** It points at this dashboard. */
  isOurs: z.boolean(),
  state: z.enum(["active", "pending", "failed"]),
  reason: z.string().nullable(),
  /** Null where the provider does not say, or has told it nothing within a week. */
  health: deliveryHealth.nullable(),
});
export type WebhookSummary = z.output<typeof webhook>;

export const connectionWebhooks = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  provider: z.enum(providerIds),
  isLocal: z.boolean(),
  /** Every event the provider knows; empty where it has no webhooks of its own. */
  events: z.array(z.string()),
  /** False where the provider cannot say which it has. */
  canList: z.boolean(),
  webhooks: z.array(webhook),
  /** Addresses that its tasks named themselves (Stupeflix), and how it went with them. */
  callbacks: z.array(z.object({ url: z.string(), isOurs: z.boolean(), health: deliveryHealth })),
  /** It says how its deliveries went. */
  hasLog: z.boolean(),
  /** Places that have a webhook each, where that is so (Telestream factories). */
  destinations: z.array(z.object({ destinationId: z.string(), name: z.string() })),
  /** Why they could not be read. */
  problem: z.string().nullable(),
  /** Where this dashboard listens for it; null for those who may not know, and when no provider can reach it. */
  inboxUrl: z.string().nullable(),
  /** Undefined where PUBLIC_URL is missing. */
  isReachable: z.boolean(),
  lastEventAt: z.string().nullable(),
  /** Received in the last day: all, and those that failed or were refused. */
  received: z.object({ total: z.number(), unwell: z.number() }),
});
export type ConnectionWebhooks = z.output<typeof connectionWebhooks>;
export const webhookOverview = z.array(connectionWebhooks);

const targetUrl = z
  .string()
  .trim()
  .max(2_000)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  }, "Enter a web address that starts with https:// (or http:// on your own network).");
const events = z.array(z.string().max(200)).min(1, "Choose at least one event.").max(50);

export const connectInboxInput = z.object({
  connectionId: z.string(),
  destinationId: z.string().max(200).optional(),
  events,
});
export const createWebhookInput = z.object({
  connectionId: z.string(),
  destinationId: z.string().max(200).optional(),
  url: targetUrl,
  events,
});
export const replaceWebhookInput = createWebhookInput.extend({
  providerWebhookId: z.string().max(2_000),
  currentUrl: z.string().max(2_000),
});
export const removeWebhookInput = z.object({
  connectionId: z.string(),
  providerWebhookId: z.string().max(2_000),
  url: z.string().max(2_000),
});
