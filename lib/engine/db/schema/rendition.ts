import { bigint, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { EngineRendition, MediaFacts, TranscodeSettings } from "../../library/types.ts";

export const renditionTable = pgTable("rendition", {
  renditionId: text("rendition_id").primaryKey(),
  assetId: text("asset_id").notNull(),
  accountId: text("account_id").notNull(),
  containerId: text("container_id"),
  profileId: text("profile_id").notNull(),
  profileName: text("profile_name").notNull(),
  extname: text("extname").notNull(),
  path: text("path").notNull(),
  status: text("status").$type<EngineRendition["status"]>().notNull(),
  progressPercent: integer("progress_percent").notNull().default(0),
  remainingSeconds: integer("remaining_seconds"),
  settings: jsonb("settings").$type<TranscodeSettings>().notNull(),
  files: jsonb("files").$type<EngineRendition["files"]>().notNull().default([]),
  facts: jsonb("facts").$type<MediaFacts>(),
  errorClass: text("error_class"),
  errorMessage: text("error_message"),
  logKey: text("log_key"),
  /**
   * The job that encodes it, its try, and the token its writes must show. Only a later try may take over what an
   * earlier one holds: a process that was stopped past its lease can neither write nor claim again.
   */
  jobId: uuid("job_id"),
  jobAttempt: integer("job_attempt").notNull().default(0),
  claimToken: uuid("claim_token"),
  queuedAt: timestamp("queued_at", { withTimezone: true, precision: 3 }).notNull(),
  startedAt: timestamp("started_at", { withTimezone: true, precision: 3 }),
  finishedAt: timestamp("finished_at", { withTimezone: true, precision: 3 }),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull(),
  sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
});

export type RenditionRow = typeof renditionTable.$inferSelect;

export function toEngineRendition(row: RenditionRow): EngineRendition {
  const {
    sequence: _sequence,
    jobId: _jobId,
    jobAttempt: _attempt,
    claimToken: _claimToken,
    ...rendition
  } = row;
  return rendition;
}
