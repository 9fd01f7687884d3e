import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { ConnectionState, HealthCause } from "#lib/domain/connection.ts";
import type { ProviderId } from "#lib/domain/provider-id.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const connections = pgTable("connections", {
  connectionId: text("connection_id").primaryKey(),
  provider: text("provider").$type<ProviderId>().notNull(),
  name: text("name").notNull(),
  isLocal: boolean("is_local").notNull().default(false),
  baseUrl: text("base_url").notNull(),
  settings: jsonb("settings").$type<Readonly<Record<string, string>>>().notNull().default({}),
  state: text("state").$type<ConnectionState>().notNull().default("active"),
  healthCause: text("health_cause").$type<HealthCause>().notNull().default("unknown"),
  healthMessage: text("health_message").notNull().default("Not checked yet."),
  healthCheckedAt: moment("health_checked_at").notNull().defaultNow(),
  healthLatencyMs: integer("health_latency_ms"),
  lastSyncedAt: moment("last_synced_at"),
  version: integer("version").notNull().default(1),
  removedAt: moment("removed_at"),
  createdAt: moment("created_at").notNull().defaultNow(),
  updatedAt: moment("updated_at").notNull().defaultNow(),
});

export const connectionSecrets = pgTable(
  "connection_secrets",
  {
    connectionId: text("connection_id").notNull(),
    field: text("field").notNull(),
    /** A `SealedSecret` of lib/secrets, bound to this table, `connectionId` and `field`. */
    sealed: text("sealed").notNull(),
    hint: text("hint").notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.field] })],
);

export const localConnections = pgTable("local_connections", {
  provider: text("provider").$type<ProviderId>().primaryKey(),
  connectionId: text("connection_id").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
});
