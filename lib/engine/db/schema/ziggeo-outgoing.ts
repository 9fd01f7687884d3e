import { bigint, boolean, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const webhookTable = pgTable("ziggeo_webhook", {
  webhookId: text("webhook_id").primaryKey(),
  accountId: text("account_id").notNull(),
  targetUrl: text("target_url").notNull(),
  encoding: text("encoding").$type<"json" | "form" | "jsonheader">().notNull(),
  /** Empty means all. */
  events: text("events").array().notNull(),
  validationCode: text("validation_code").notNull(),
  /** Its owner has shown the code. */
  isActive: boolean("is_active").notNull().default(false),
  /** The two deliveries of the handshake. */
  greetingId: text("greeting_id"),
  challengeId: text("challenge_id"),
  createdAt: moment("created_at").notNull(),
});

export type Webhook = typeof webhookTable.$inferSelect;

export type PushTarget =
  | { readonly type: "put"; readonly url: string; readonly authorization?: string | undefined }
  | {
      readonly type: "s3";
      readonly endpoint: string;
      readonly bucket: string;
      readonly region: string;
      readonly prefix: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    };

/** A place that streams can be pushed to. */
export const pushServiceTable = pgTable("ziggeo_push_service", {
  token: text("token").primaryKey(),
  accountId: text("account_id").notNull(),
  title: text("title").notNull(),
  settings: jsonb("settings").$type<PushTarget>().notNull(),
  createdAt: moment("created_at").notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type PushService = typeof pushServiceTable.$inferSelect;

/** One push and how it went. */
export const pushTable = pgTable("ziggeo_push", {
  token: text("token").primaryKey(),
  accountId: text("account_id").notNull(),
  serviceToken: text("service_token").notNull(),
  serviceTitle: text("service_title").notNull(),
  serviceType: text("service_type").$type<PushTarget["type"]>().notNull(),
  videoToken: text("video_token").notNull(),
  streamToken: text("stream_token").notNull(),
  state: text("state").$type<"pending" | "success" | "failed">().notNull(),
  attempts: integer("attempts").notNull().default(0),
  httpStatus: integer("http_status"),
  error: text("error"),
  location: text("location"),
  createdAt: moment("created_at").notNull(),
  finishedAt: moment("finished_at"),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type Push = typeof pushTable.$inferSelect;
