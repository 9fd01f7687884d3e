import { jsonb, pgTable, text } from "drizzle-orm/pg-core";

/** What receivers have been told of a video and its encodings. */
export interface Told {
  readonly created: boolean;
  /** Whether the end of all that it has had been told. */
  readonly encoded: boolean;
  /** By encoding, when the end that was told had come, epoch milliseconds: a retry comes to another end. */
  readonly finished: Readonly<Record<string, number>>;
  /** By encoding, when progress was told last. */
  readonly progressAt: Readonly<Record<string, number>>;
}

export const notifiedTable = pgTable("telestream_notified", {
  assetId: text("asset_id").primaryKey(),
  told: jsonb("told").$type<Told>().notNull(),
});
