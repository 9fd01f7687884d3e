import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A walk lists everything, then asks for each indexed asset the listing did not show. */
export type WalkPhase = "listing" | "missing";

/** How far the copy of each connection's listing has come; survives the process. */
export const syncStates = pgTable("sync_states", {
  connectionId: text("connection_id").primaryKey(),
  walkStartedAt: moment("walk_started_at"),
  walkCursor: text("walk_cursor"),
  walkPhase: text("walk_phase").$type<WalkPhase>(),
  walkedCount: integer("walked_count").notNull().default(0),
  firstImportAt: moment("first_import_at"),
  lastWalkAt: moment("last_walk_at"),
});
