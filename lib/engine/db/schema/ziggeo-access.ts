import {
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type { WireGrants } from "#lib/providers/ziggeo/wire.ts";

/** What browsers may do in the application without a token, and what else its owner has set. */
export interface ApplicationSettings {
  readonly name: string;
  readonly volatile: boolean;
  readonly auth_token_required_for_create: boolean;
  readonly auth_token_required_for_update: boolean;
  readonly auth_token_required_for_read: boolean;
  readonly auth_token_required_for_destroy: boolean;
  readonly client_can_index_videos: boolean;
  readonly client_cannot_access_unaccepted_videos: boolean;
  readonly enable_video_subpages: boolean;
}

export const applicationTable = pgTable("ziggeo_application", {
  accountId: text("account_id").primaryKey(),
  settings: jsonb("settings").$type<Partial<ApplicationSettings>>().notNull(),
});

/** An auth token that is kept here; client-side ones are not. */
export const authTokenTable = pgTable("ziggeo_auth_token", {
  token: text("token").primaryKey(),
  accountId: text("account_id").notNull(),
  volatile: boolean("volatile").notNull().default(false),
  /** Cannot be used directly. */
  hidden: boolean("hidden").notNull().default(false),
  expiresAt: timestamp("expires_at", { withTimezone: true, precision: 0 }),
  /** How long one session may use it. */
  usageSeconds: doublePrecision("usage_seconds"),
  sessionLimit: integer("session_limit"),
  grants: jsonb("grants").$type<WireGrants>().notNull().default({}),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
});

export type AuthToken = typeof authTokenTable.$inferSelect;

/** Which sessions have used an auth token, and since when: what its session limit counts. */
export const authUseTable = pgTable(
  "ziggeo_auth_use",
  {
    /** `server:<token>`, or `client:` and a digest of the nonce. */
    authId: text("auth_id").notNull(),
    session: text("session").notNull(),
    firstUsedAt: timestamp("first_used_at", { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.authId, table.session] })],
);
