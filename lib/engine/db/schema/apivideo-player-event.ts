import { bigint, doublePrecision, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** What the embedded player told: the analytics count these. */
export const playerEventTable = pgTable("apivideo_player_event", {
  eventId: bigint("event_id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  accountId: text("account_id").notNull(),
  sessionId: text("session_id").notNull(),
  mediaId: text("media_id").notNull(),
  mediaType: text("media_type", { enum: ["video", "live-stream"] }).notNull(),
  kind: text("kind", { enum: ["impression", "play", "end", "watch"] }).notNull(),
  /** Milliseconds to the picture for an impression, seconds watched for a watch. */
  amount: doublePrecision("amount").notNull().default(0),
  /** A digest that tells viewers apart without saying who they are. */
  viewer: text("viewer").notNull(),
  deviceType: text("device_type").notNull(),
  operatingSystem: text("operating_system").notNull(),
  browser: text("browser").notNull(),
  referrer: text("referrer").notNull(),
  at: timestamp("at", { withTimezone: true, precision: 3 }).notNull(),
});
