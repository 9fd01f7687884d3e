import { pgTable, text } from "drizzle-orm/pg-core";

/** Finished qualities whose event was sent: each is told once, whichever process sees it first. */
export const toldQualityTable = pgTable("apivideo_told_quality", {
  renditionId: text("rendition_id").primaryKey(),
});
