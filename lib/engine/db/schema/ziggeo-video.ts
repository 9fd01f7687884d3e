import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

export type ZiggeoState = "empty" | "processing" | "failed" | "ready";
const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A Ziggeo video: what is said about it. Its media are its streams'. */
export const videoTable = pgTable("ziggeo_video", {
  token: text("token").primaryKey(),
  accountId: text("account_id").notNull(),
  /** Unique in the account. */
  key: text("key"),
  state: text("state").$type<ZiggeoState>().notNull(),
  title: text("title"),
  description: text("description"),
  /** Seconds. */
  minDuration: doublePrecision("min_duration"),
  maxDuration: doublePrecision("max_duration"),
  /** Longer ones are refused rather than cut. */
  enforceDuration: boolean("enforce_duration").notNull().default(false),
  tags: text("tags").array().notNull().default([]),
  data: jsonb("data").$type<Readonly<Record<string, unknown>>>(),
  volatile: boolean("volatile").notNull().default(false),
  expirationDays: integer("expiration_days"),
  expiresAt: moment("expires_at"),
  approved: boolean("approved"),
  videoProfile: text("video_profile"),
  metaProfile: text("meta_profile"),
  effectProfile: text("effect_profile"),
  deviceInfo: jsonb("device_info").$type<Readonly<Record<string, unknown>>>(),
  /** The browser session that made it. */
  session: text("session"),
  /** What players get. */
  defaultStream: text("default_stream"),
  originalStream: text("original_stream"),
  error: text("error"),
  plays: bigint("plays", { mode: "number" }).notNull().default(0),
  fullPlays: bigint("full_plays", { mode: "number" }).notNull().default(0),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
  /** When a file was last handed in. */
  submittedAt: moment("submitted_at"),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type Video = typeof videoTable.$inferSelect;
