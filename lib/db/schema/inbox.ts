import { customType, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { EventChange, EventOrigin, EventState, EventTrust } from "#lib/domain/inbox.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** Where a provider reaches this dashboard. */
export const inboxAddresses = pgTable("inbox_addresses", {
  addressId: text("address_id").primaryKey(),
  connectionId: text("connection_id").notNull(),
  secretHash: text("secret_hash").notNull(),
  /** A `SealedSecret`, bound to this table, `addressId` and the column. */
  sealedSecret: text("sealed_secret").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  retiredAt: moment("retired_at"),
});

/** What a provider signs its webhooks with. */
export const inboxSigningKeys = pgTable(
  "inbox_signing_keys",
  {
    connectionId: text("connection_id").notNull(),
    providerWebhookId: text("provider_webhook_id").notNull(),
    /** A `SealedSecret`, bound to this table, `connectionId/providerWebhookId` and the column. */
    sealedKey: text("sealed_key").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.providerWebhookId] })],
);

/** Every webhook received, raw, and what was made of it. */
export const inboxEvents = pgTable("inbox_events", {
  eventId: text("event_id").primaryKey(),
  connectionId: text("connection_id").notNull(),
  origin: text("origin").$type<EventOrigin>().notNull(),
  receivedAt: moment("received_at").notNull(),
  headers: jsonb("headers").$type<readonly (readonly [string, string])[]>().notNull(),
  body: bytes("body").notNull(),
  bodyHash: text("body_hash").notNull(),
  state: text("state").$type<EventState>().notNull(),
  trust: text("trust").$type<EventTrust>(),
  eventType: text("event_type"),
  /** What it speaks of, by the provider's id. */
  subject: text("subject"),
  assetId: text("asset_id"),
  changes: jsonb("changes").$type<readonly EventChange[]>().notNull(),
  reason: text("reason"),
  duplicateOf: text("duplicate_of"),
  attempts: integer("attempts").notNull(),
  dueAt: moment("due_at").notNull(),
  claimToken: text("claim_token"),
  claimedUntil: moment("claimed_until"),
  processedAt: moment("processed_at"),
});

/** Webhooks made through us, where a provider cannot list its own, and where a handshake is under way. */
export const webhookRegistrations = pgTable(
  "webhook_registrations",
  {
    connectionId: text("connection_id").notNull(),
    providerWebhookId: text("provider_webhook_id").notNull(),
    url: text("url").notNull(),
    events: text("events").array().notNull().default([]),
    state: text("state", { enum: ["pending", "active", "failed"] }).notNull(),
    reason: text("reason"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.providerWebhookId] })],
);
